import { createClassifier } from './classify.ts';
import { clean } from './clean.ts';
import { compose } from './compose.ts';
import type { Cursor, Reading, Token, TokenClass, Why } from './cursor.ts';
import { withoutEchoes } from './echo.ts';
import { PRESETS, type Style } from './style.ts';
import { loadTables, type Tables } from './tables.ts';

export type { Choice, Token, TokenClass, Why } from './cursor.ts';
export { PRESETS, type PresetName, type Style } from './style.ts';
export { loadTables, type Table, type Tables } from './tables.ts';

export interface Normalised {
  /** What is said: words and the pause marks , : ; . ! ? and line ends; no digit, no other sign. */
  spoken: string;
  /** The text in pieces, each with its class and what is said for it. Their `text` joined is `written`. */
  tokens: Token[];
  /** The text as it was read: the input in NFC. */
  written: string;
}

export interface NormaliserOptions {
  style?: Partial<Style>;
  tables?: Tables;
  /** The commune's own abbreviations, over the built-in table. */
  abbreviations?: Iterable<readonly [written: string, spoken: string]>;
  /** The commune's own respellings (lower case), over the built-in table. */
  respellings?: Iterable<readonly [written: string, spoken: string]>;
}

/**
 * What an editor has decided for one bulletin, by the token as it is written: the id of one of its choices, or the
 * words to say for it.
 */
export type Decisions = Readonly<Record<string, { readonly choice: string } | { readonly say: string }>>;

/** Turns written Vietnamese into what an announcer says. Never throws; takes time linear in the text. */
export type Normalise = (text: string, decisions?: Decisions) => Normalised;

/** How many spoken words a class may look back on. */
const MEMORY = 8;

/** What decides for a class whose reader says nothing else. */
const USUALLY: Partial<Record<TokenClass, Why>> = {
  word: 'written',
  space: 'written',
  pause: 'written',
  symbol: 'written',
  abbreviation: 'table',
  foreign: 'table',
  spelled: 'letters',
};

/** Makes a normaliser. Reads the tables (I/O) where none are given; the function returned is pure. */
export function createNormaliser(options: NormaliserOptions = {}): Normalise {
  const base = options.tables ?? loadTables();
  const own = new Map(options.abbreviations ?? []);
  const tables: Tables = {
    ...base,
    abbreviations: new Map([...base.abbreviations, ...own]),
    respellings: new Map([...base.respellings, ...(options.respellings ?? [])]),
    // What the commune says of a word is no matter of context.
    otherReadings: new Map([...base.otherReadings].filter(([written]) => !own.has(written))),
  };
  const style: Style = { ...PRESETS.broadcast, ...options.style };
  const classify = createClassifier(tables);

  const read: Normalise = (input, decisions) => {
    const written = input.normalize('NFC');
    const text = clean(written);
    const tokens: Token[] = [];
    const said: string[] = [];
    const cursor = { text, at: 0, said, lastWord: '', last: undefined, style, tables } as Mutable<Cursor>;
    while (cursor.at < text.length) {
      const reading = spaceAt(text, written, cursor.at) ?? classify(cursor);
      const token = tokenOf(written.slice(cursor.at, reading.end), reading, decisions, say);
      const { spoken, class: kind } = token;
      tokens.push(token);
      cursor.at = reading.end;
      if (spoken === '\n') {
        said.length = 0;
        cursor.lastWord = '';
        cursor.last = undefined;
      } else if (spoken !== '') {
        remember(said, spoken);
        cursor.lastWord = kind === 'word' ? spoken : '';
        cursor.last = kind;
      }
    }
    const heard = withoutEchoes(tokens);
    return { spoken: compose(heard), tokens: heard, written };
  };
  /** The editor's own words are read too, so that no digit or sign of theirs reaches an engine. */
  const say = (words: string) => read(words).spoken.replaceAll('\n', ' ');
  return read;
}

function tokenOf(
  text: string,
  reading: Reading,
  decisions: Decisions | undefined,
  say: (words: string) => string,
): Token {
  const { spoken, class: kind, why = USUALLY[kind] ?? 'shape', choices } = reading;
  const decided = decisions && decisionFor(text, choices, decisions, say);
  if (decided !== undefined)
    return { text, spoken: decided, class: kind, why: 'editor', ...(choices && { choices }) };
  return choices
    ? { text, spoken, class: kind, why: 'likeliest', choices }
    : { text, spoken, class: kind, why };
}

function decisionFor(
  text: string,
  choices: Reading['choices'],
  decisions: Decisions,
  say: (words: string) => string,
): string | undefined {
  const decision = Object.hasOwn(decisions, text) ? decisions[text] : undefined;
  if (decision === undefined) return undefined;
  if ('say' in decision) return say(decision.say);
  return choices?.find(({ id }) => id === decision.choice)?.spoken;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Between two columns, or what stands left and right on a page. */
const WIDE_GAP = 4;

function spaceAt(text: string, written: string, at: number): Reading | undefined {
  const char = text.charAt(at);
  if (char === '\n' || char === '\r') return { end: at + 1, spoken: '\n', class: 'pause' };
  if (char !== ' ') return undefined;
  let end = at + 1;
  if (text.charAt(end) !== ' ' && written.charAt(at) !== '\t') return { end, spoken: '', class: 'space' };
  while (text.charAt(end) === ' ') end++;
  const isGap = end - at >= WIDE_GAP || written.slice(at, end).includes('\t');
  return isGap ? { end, spoken: ',', class: 'pause' } : { end, spoken: '', class: 'space' };
}

/** Keeps the last words said; a pause before the first word of a line is not said. */
function remember(said: string[], spoken: string): void {
  const isPause = spoken.length === 1 && ',:;.!?'.includes(spoken);
  if (isPause && said.length === 0) return;
  const lower = spoken.toLowerCase();
  if (lower.includes(' ')) said.push(...lower.split(' ').slice(-MEMORY));
  else said.push(lower);
  while (said.length > MEMORY) said.shift();
}
