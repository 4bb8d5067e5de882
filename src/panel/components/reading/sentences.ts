import type { ReadLine, ReadToken } from '../../api/readings.ts';

/** A sentence as it is said: words, and the tokens among them. */
export interface Sentence {
  /** Offset in what is said for the line. */
  at: number;
  parts: (string | ReadToken)[];
}

const SENTENCE_END = /[.!?]\s+/g;

/** What is said for a line, sentence by sentence, with its tokens where they are heard. */
export function sentencesOf(line: Pick<ReadLine, 'spoken' | 'tokens'>): Sentence[] {
  const { spoken } = line;
  const heard = heardTokens(line);
  const ends = [...spoken.matchAll(SENTENCE_END)]
    .map((match) => match.index + match[0].length)
    .filter((end) => end < spoken.length && !heard.some(({ from, to }) => from < end && end < to));
  return [0, ...ends].map((at, index) => {
    const to = ends[index] ?? spoken.length;
    return { at, parts: partsOf(spoken, at, to, heard) };
  });
}

interface Heard {
  token: ReadToken;
  from: number;
  to: number;
}

function heardTokens({ spoken, tokens }: Pick<ReadLine, 'spoken' | 'tokens'>): Heard[] {
  const heard: Heard[] = [];
  let end = 0;
  for (const token of tokens) {
    const from = token.spoken === '' ? -1 : spoken.indexOf(token.spoken, end);
    if (from < 0) continue;
    end = from + token.spoken.length;
    heard.push({ token, from, to: end });
  }
  return heard;
}

function partsOf(spoken: string, at: number, to: number, heard: readonly Heard[]): Sentence['parts'] {
  const parts: Sentence['parts'] = [];
  let end = at;
  for (const one of heard) {
    if (one.from < at || one.to > to) continue;
    if (one.from > end) parts.push(spoken.slice(end, one.from));
    parts.push(one.token);
    end = one.to;
  }
  if (end < to) parts.push(spoken.slice(end, to));
  return parts;
}

const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/;

/** A text by its written lines, as the station counts them. */
export const linesOf = (text: string): string[] => text.split(LINE_END);

/**
 * The text from a sentence on. The rest of its own line is what is said for it, since a spoken text is read as it
 * stands; the lines behind are as they are written.
 */
export function textFrom(text: string, lines: readonly ReadLine[], index: number, at: number): string {
  const written = linesOf(text).slice(index);
  return [at === 0 ? written[0] : lines[index]?.spoken.slice(at), ...written.slice(1)].join('\n').trim();
}

/** Where a piece of a written line stands in the text: as a range for a text field. */
export function rangeOf(text: string, index: number, piece: string, from = 0): [start: number, end: number] {
  const lines = linesOf(text);
  const line = lines[index] ?? '';
  const before = lines.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0);
  const at = line.indexOf(piece, line.startsWith(piece, from) ? from : 0);
  return at < 0 ? [before, before + line.length] : [before + at, before + at + piece.length];
}

/** Every token that waits for a decision, once however often it stands in the text. */
export function openQuestions(lines: readonly ReadLine[]): { line: number; token: ReadToken }[] {
  const seen = new Set<string>();
  return lines.flatMap(({ tokens }, line) =>
    tokens.flatMap((token) => {
      if (!token.choices || token.chosen || seen.has(token.text)) return [];
      seen.add(token.text);
      return [{ line, token }];
    }),
  );
}
