import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import type { Tables } from '../tables.ts';
import { cardinal } from '../verbalise/cardinal.ts';

/** Symbols that are too easily something else when a space stands in front. */
const ATTACHED_ONLY = new Set(['p', "'", 's', 't', 'T', 'L', 'A', 'cc', 'mb']);
/** Letters of the longest symbol. */
export const LONGEST_UNIT = 4;
const UNIT = /\s?([\p{L}°µ'][\p{L}]{0,3}[23²³]?)(?![\p{L}\p{N}])/uy;
const METRES = /(\d{1,3})m(\d{2}|[4-9])(?![\p{L}\p{N}])/uy;
const SLASH = /\s?\/\s?/y;
const PER_WORD =
  /(?:giờ|phút|ngày|tuần|tháng|quý|năm|vụ|đợt|người|hộ|lần|lượt|suất|sào|mẫu|tấn|tạ|cân|con|cái|chiếc|bao|phiếu|buổi|tiết|khẩu|lít|học sinh|lao động)(?!\p{L})/iuy;

interface Unit {
  end: number;
  spoken: string;
}

/** The unit at `at`, one space allowed in front. */
export function unitAt(text: string, at: number, tables: Tables): Unit | undefined {
  const match = matchAt(UNIT, text, at);
  const symbol = match?.[1];
  if (!match || !symbol || symbol.length > LONGEST_UNIT + 1) return undefined;
  const spoken = tables.units.get(symbol);
  if (spoken === undefined || (match[0] !== symbol && ATTACHED_ONLY.has(symbol))) return undefined;
  return { end: at + match[0].length, spoken };
}

/** 3,5 km · 60 km/h · 38°C: the unit behind a number. */
export function measureAfter(text: string, at: number, tables: Tables): Reading | undefined {
  const unit = unitAt(text, at, tables);
  if (!unit) return undefined;
  const rates = ratesAfter(text, unit.end, 'trên', tables);
  return { end: rates.end, spoken: unit.spoken + rates.spoken, class: 'measure' };
}

/** A word that quantities are counted by: /người, /tháng. */
export function perWordAt(text: string, at: number): Unit | undefined {
  const word = matchAt(PER_WORD, text, at)?.[0];
  return word === undefined ? undefined : { end: at + word.length, spoken: word.toLowerCase() };
}

/** “/kg”, “/người/ngày” behind a quantity; `per` is the word for the stroke. */
export function ratesAfter(text: string, from: number, per: string, tables: Tables): Unit {
  let end = from;
  let spoken = '';
  for (let rate = 0; rate < 3; rate++) {
    const slash = matchAt(SLASH, text, end);
    if (!slash) break;
    const at = end + slash[0].length;
    const unit = unitAt(text, at, tables) ?? perWordAt(text, at);
    if (!unit) break;
    spoken += ` ${per} ${unit.spoken}`;
    end = unit.end;
  }
  return { end, spoken };
}

/** 1m65 → một mét sáu mươi lăm */
export function readMetres({ text, at, style }: Cursor): Reading | undefined {
  const match = matchAt(METRES, text, at);
  if (!match) return undefined;
  const [whole, metres = '', rest = ''] = match;
  const spoken = `${cardinal(metres, style)} mét ${cardinal(rest, style)}`;
  return { end: at + whole.length, spoken, class: 'measure' };
}
