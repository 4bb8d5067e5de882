import { compoundKeys, readCompound, readCompoundRespelling, readDotted } from './classes/abbreviation.ts';
import { readAddressForm } from './classes/address-form.ts';
import { readCitation, readLawOfYear } from './classes/citation.ts';
import {
  readBoat,
  readCode,
  readLetteredCode,
  readMixture,
  readPlate,
  readProcedure,
  readSeries,
  readSwitch,
} from './classes/code.ts';
import { readDash } from './classes/dash.ts';
import { readDate, readMonth } from './classes/date.ts';
import { readDayList } from './classes/day-list.ts';
import { readDayMonth } from './classes/day-month.ts';
import { readDocument, readNamedDocument } from './classes/document.ts';
import { readDot } from './classes/dot.ts';
import { readEnumerated } from './classes/enumerated.ts';
import { readLink } from './classes/link.ts';
import { readMetres } from './classes/measure.ts';
import { readShortMoney, readSignMoney } from './classes/money.ts';
import { readLeadingZeros, readNumber, readScore } from './classes/number.ts';
import { readOrdinal } from './classes/ordinal.ts';
import { readKeyed, readPhone } from './classes/phone.ts';
import { readPlace } from './classes/place.ts';
import { readQuarter } from './classes/quarter.ts';
import { readRatio } from './classes/ratio.ts';
import { readRoman, readRomanItem } from './classes/roman.ts';
import { QUANTITIES, readMarkup, readOutcome, readSign } from './classes/sign.ts';
import { readStandard } from './classes/standard.ts';
import { readStroke } from './classes/stroke.ts';
import { readTerms } from './classes/terms.ts';
import { readPartOfDay, readTime } from './classes/time.ts';
import { readTons } from './classes/tons.ts';
import { readShortDay } from './classes/weekday.ts';
import { readWord, wordAt } from './classes/word.ts';
import { type Cursor, matchAt, type Reader, type Reading } from './cursor.ts';
import type { Tables } from './tables.ts';

/** What a digit may begin: the first class that recognises it reads it, so the narrower stand first. */
const AT_DIGIT: readonly Reader[] = [
  readLink,
  readPlate,
  readProcedure,
  readSwitch,
  readStandard,
  readDocument,
  readOrdinal,
  readPhone,
  readCode,
  readPlace,
  readJoined,
  readEnumerated,
  readTime,
  readDate,
  readDayMonth,
  readMixture,
  readMonth,
  readScore,
  readRatio,
  readShortMoney,
  readTons,
  readMetres,
  readLeadingZeros,
  readNumber,
];

/** Two numbers with a sign between them. */
const JOINED = /\d{1,5}[,/N-]\d/y;

function readJoined(cursor: Cursor): Reading | undefined {
  if (!matchAt(JOINED, cursor.text, cursor.at)) return undefined;
  return readLawOfYear(cursor) ?? readDayList(cursor) ?? readTerms(cursor);
}

/** What these signs may begin; every other sign stands for itself. */
const AT_SIGN: Readonly<Record<string, readonly Reader[]>> = {
  '+': [readPhone],
  '(': [readPhone, readOutcome],
  $: [readSignMoney],
  '€': [readSignMoney],
  '£': [readSignMoney],
  '¥': [readSignMoney],
  '₫': [readSignMoney],
  '.': [readDot],
  '…': [readDot],
  '*': [readKeyed],
  '<': [readMarkup],
  '-': [readDash],
  '–': [readDash],
  '—': [readDash],
  '/': [readStroke],
};

/** Of a certificate: BC 123456. */
const SERIES_LETTERS = 2;
/** Of a boat: QNg 12345 TS. */
const LONGEST_PROVINCE = 3;

/** Recognises what stands at the cursor and says it. Always reads at least one character. */
export type Classify = (cursor: Cursor) => Reading;

export function createClassifier(tables: Tables): Classify {
  const types = tables['document-types'];
  const documentStarts = new Set([
    ...types.keys(),
    ...[...types.values()].map((type) => type.split(' ', 1)[0]),
  ]);
  const abbreviations = compoundKeys(tables.abbreviations);
  const respellings = compoundKeys(tables.respellings);

  function atLetter(cursor: Cursor): Reading {
    const { text, at } = cursor;
    const address = readAddressForm(cursor);
    if (address) return address;
    const word = wordAt(text, at);
    if (!word) return readSign(cursor);
    const { written, end } = word;
    const char = text.charAt(at);
    const isNumbered = isDigit(text.charCodeAt(end)) || isDigit(text.charCodeAt(end + 1));
    if (isNumbered && written.length <= SERIES_LETTERS) {
      const read = readCitation(cursor) ?? readSeries(cursor);
      if (read) return read;
    }
    const part = text.charAt(end) === ':' ? readPartOfDay(cursor) : undefined;
    if (part) return part;
    if (written === 'T') {
      const day = readShortDay(cursor);
      if (day) return day;
    }
    if (documentStarts.has(written) || documentStarts.has(written.toLowerCase())) {
      const document = readNamedDocument(cursor);
      if (document) return document;
    }
    if (text.charAt(end) === ' ' && tables.currencies.has(written)) {
      const money = readSignMoney(cursor);
      if (money) return money;
    }
    const compound = readCompound(cursor, abbreviations) ?? readCompoundRespelling(cursor, respellings);
    if (compound) return compound;
    if (char === 'Q') {
      const quarter = readQuarter(cursor);
      if (quarter) return quarter;
    }
    if (
      written.length <= LONGEST_PROVINCE &&
      char !== char.toLowerCase() &&
      isDigit(text.charCodeAt(end + 1))
    ) {
      const boat = readBoat(cursor);
      if (boat) return boat;
    }
    if (isDigit(text.charCodeAt(end))) {
      const code = readLetteredCode(cursor);
      if (code) return code;
    }
    if (/[.@:\d_-]/.test(text.charAt(end))) {
      const link = readLink(cursor);
      if (link) return link;
    }
    if (isTimes(cursor, written, end)) return { end, spoken: 'nhân', class: 'sign' };
    return (
      readRomanItem(cursor) ??
      readRoman(cursor) ??
      readDotted(cursor, written, end) ??
      readWord(cursor, written, end)
    );
  }

  return (cursor) => {
    const char = cursor.text.charAt(cursor.at);
    const code = char.charCodeAt(0);
    if (code > LAST_ASCII ? /\p{L}/u.test(char) || isHighSurrogate(char) : isAsciiLetter(code))
      return atLetter(cursor);
    if (isDigit(code)) return firstOf(AT_DIGIT, cursor) ?? readSign(cursor);
    const readers = Object.hasOwn(AT_SIGN, char) ? AT_SIGN[char] : undefined;
    return (readers && firstOf(readers, cursor)) ?? readSign(cursor);
  };
}

function firstOf(readers: readonly Reader[], cursor: Cursor): Reading | undefined {
  for (const read of readers) {
    const reading = read(cursor);
    if (reading) return reading;
  }
  return undefined;
}

/** The x of 3 x 4, of dài x rộng and of 20m x dài 60m. */
function isTimes({ text, last, lastWord }: Cursor, written: string, end: number): boolean {
  if (written !== 'x') return false;
  const isNumberNext = /^\s?\d/.test(text.slice(end, end + 2));
  if (isNumberNext && (QUANTITIES.has(last) || lastWord.length > 1)) return true;
  // 20m x dài 60m, 500.000đ x hệ số 1,5
  if (
    (last === 'measure' || last === 'money' || last === 'percent') &&
    /^ \p{L}\p{L}/u.test(text.slice(end, end + 3))
  )
    return true;
  return /^ \p{L}\p{L}/u.test(text.slice(end, end + 3)) && lastWord.length > 1;
}

const LAST_ASCII = 127;
const isAsciiLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isDigit = (code: number) => code >= 48 && code <= 57;

function isHighSurrogate(char: string): boolean {
  return char >= '\ud800' && char <= '\udbff';
}
