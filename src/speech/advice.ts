import type { Normalised, Token, TokenClass } from './normalise/index.ts';

/** What an announcer would avoid. */
export type WarningCode = 'long_sentence' | 'numbers_in_a_row' | 'unknown_capitals' | 'shouting' | 'spelling';

export interface Warning {
  code: WarningCode;
  /** The piece of the written line that it is about. */
  text: string;
  /** What may have been meant; only of `spelling`. */
  suggestions?: string[];
}

/** Whoever hears a longer sentence once, through a horn, has lost its beginning. */
const MOST_WORDS = 45;
/** A date or a sum is one thing to the ear, however many words it takes. */
const MOST_WORDS_OF_AMOUNT = 4;
/** Nobody keeps more in mind. */
const MOST_AMOUNTS = 3;
/** So many words in capitals are no heading any more. */
const SHOUTED_WORDS = 10;

const AMOUNTS: ReadonlySet<TokenClass> = new Set([
  'number',
  'decimal',
  'range',
  'date',
  'time',
  'money',
  'percent',
  'ratio',
  'measure',
  'phone',
  'plate',
  'code',
  'document',
]);
/** Words that only string amounts together: “15, 20 và 25”. */
const LINKS = new Set(['và', 'hoặc', 'hay', 'đến', 'tới']);
/** At a semicolon an announcer stops as long as at the end. */
const SENTENCE_ENDS = new Set(['.', ';', '!', '?', '\n']);
/** thôn 1, 3, 5, 7; ngày 2, 5, 8 và 12: names of things, and nothing to keep in mind. */
const NAME = /^\d{1,2}$/;

/** What speaks against a line as it stands. Pure; linear in the line. */
export function adviceFor({ tokens, written }: Pick<Normalised, 'tokens' | 'written'>): Warning[] {
  return [...aboutSentences(tokens), ...aboutCapitals(tokens), ...aboutShouting(written)];
}

function aboutSentences(tokens: readonly Token[]): Warning[] {
  return sentencesIn(tokens).flatMap((sentence) => {
    const isLong = sentence.reduce((sum, token) => sum + weightOf(token), 0) > MOST_WORDS;
    const long: Warning[] = isLong ? [{ code: 'long_sentence', text: textOf(sentence) }] : [];
    return [...long, ...rowsOfAmounts(sentence).map((text): Warning => ({ code: 'numbers_in_a_row', text }))];
  });
}

function sentencesIn(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [[]];
  for (const token of tokens) {
    sentences.at(-1)?.push(token);
    if (token.class === 'pause' && SENTENCE_ENDS.has(token.spoken)) sentences.push([]);
  }
  return sentences;
}

/** The written text of every stretch of amounts, with nothing between them but marks and links, that is too long. */
function rowsOfAmounts(sentence: readonly Token[]): string[] {
  const rows: string[] = [];
  let first = 0;
  let last = 0;
  let count = 0;
  const end = () => {
    if (count > MOST_AMOUNTS) rows.push(textOf(sentence.slice(first, last + 1)));
    count = 0;
  };
  sentence.forEach((token, at) => {
    if (isAmount(token)) {
      if (count === 0) first = at;
      last = at;
      // 7h30-11h30 is one, and so is 22h - 6h.
      if (
        !isRangeSign(sentence[at - 1]) &&
        !(sentence[at - 1]?.class === 'space' && isRangeSign(sentence[at - 2]))
      )
        count++;
    } else if (isRangeSign(token) || NAME.test(token.text)) {
      last = count === 0 ? last : at;
    } else if (wordsIn(token.spoken) > 0 && !LINKS.has(token.text.toLowerCase())) {
      end();
    }
  });
  end();
  return rows;
}

const isAmount = ({ class: kind, text }: Token) => AMOUNTS.has(kind) && /\d/.test(text) && !NAME.test(text);

const isRangeSign = (token: Token | undefined) => token?.class === 'range' && !/\d/.test(token.text);

function weightOf({ class: kind, spoken }: Token): number {
  const words = wordsIn(spoken);
  return AMOUNTS.has(kind) || kind === 'link' ? Math.min(words, MOST_WORDS_OF_AMOUNT) : words;
}

/** Capitals that are in no table, so that their letters are named; those beside a digit are a code. */
function aboutCapitals(tokens: readonly Token[]): Warning[] {
  const unknown = tokens.filter(({ text, class: kind, why }, at) => {
    // What the clause calls a code is no abbreviation.
    const isUnknown = kind === 'spelled' && why !== 'editor' && why !== 'clause';
    if (!isUnknown || !/\p{Lu}.*\p{Lu}/u.test(text)) return false;
    const next = tokens
      .slice(at + 1, at + 3)
      .map((token) => token.text)
      .join('');
    return !/\d$/.test(tokens[at - 1]?.text ?? '') && !(text.length <= 2 ? /^\s?\d/ : /^\d/).test(next);
  });
  return [...new Set(unknown.map(({ text }) => text))].map((text) => ({ code: 'unknown_capitals', text }));
}

/** In capitals “CA” may be a word or the police, and nobody can tell. */
function aboutShouting(written: string): Warning[] {
  const text = written.trim();
  const shouted = text === text.toUpperCase() && text !== text.toLowerCase();
  return shouted && wordsIn(text) >= SHOUTED_WORDS ? [{ code: 'shouting', text }] : [];
}

function wordsIn(spoken: string): number {
  return spoken.match(/\p{L}+/gu)?.length ?? 0;
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join('')
    .trim();
}
