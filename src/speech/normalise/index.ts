import { createClassifier } from './classify.ts';
import { clean } from './clean.ts';
import { compose } from './compose.ts';
import type { Cursor, Token, TokenClass } from './cursor.ts';
import { PRESETS, type Style } from './style.ts';
import { loadTables, type Tables } from './tables.ts';

export type { Token, TokenClass } from './cursor.ts';
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

/** Turns written Vietnamese into what an announcer says. Never throws; takes time linear in the text. */
export type Normalise = (text: string) => Normalised;

/** How many spoken words a class may look back on. */
const MEMORY = 8;

/** Makes a normaliser. Reads the tables (I/O) where none are given; the function returned is pure. */
export function createNormaliser(options: NormaliserOptions = {}): Normalise {
  const base = options.tables ?? loadTables();
  const tables: Tables = {
    ...base,
    abbreviations: new Map([...base.abbreviations, ...(options.abbreviations ?? [])]),
    respellings: new Map([...base.respellings, ...(options.respellings ?? [])]),
  };
  const style: Style = { ...PRESETS.broadcast, ...options.style };
  const classify = createClassifier(tables);

  return (input) => {
    const written = input.normalize('NFC');
    const text = clean(written);
    const tokens: Token[] = [];
    const said: string[] = [];
    const cursor = { text, at: 0, said, lastWord: '', last: undefined, style, tables } as Mutable<Cursor>;
    while (cursor.at < text.length) {
      const { end, spoken, class: kind } = spaceAt(text, cursor.at) ?? classify(cursor);
      tokens.push({ text: written.slice(cursor.at, end), spoken, class: kind });
      cursor.at = end;
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
    return { spoken: compose(tokens), tokens, written };
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function spaceAt(text: string, at: number): { end: number; spoken: string; class: TokenClass } | undefined {
  const char = text.charAt(at);
  if (char === '\n' || char === '\r') return { end: at + 1, spoken: '\n', class: 'pause' };
  if (char !== ' ') return undefined;
  let end = at + 1;
  while (text.charAt(end) === ' ') end++;
  return { end, spoken: '', class: 'space' };
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
