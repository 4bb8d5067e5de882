import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { Decisions, Normalise, Normalised } from './normalise/index.ts';

const BREATH_MS = 5;
/** About two milliseconds of normalising; the main thread carries the emergencies. */
const PIECE = 2_000;
const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/;

/**
 * What is said for a text, one entry a written line. A normaliser forgets everything at the end of a line, so a
 * long text is read line by line, a long line in pieces, and the main thread given back between.
 */
export async function readText(
  normalise: Normalise,
  text: string,
  decisions?: Decisions,
): Promise<Normalised[]> {
  const lines: Normalised[] = [];
  let since = performance.now();
  for (const line of text.split(LINE_END)) {
    const pieces: Normalised[] = [];
    for (const piece of piecesOf(line)) {
      pieces.push(normalise(piece, decisions));
      if (performance.now() - since < BREATH_MS) continue;
      await setImmediate();
      since = performance.now();
    }
    lines.push(joined(pieces));
  }
  return lines;
}

/**
 * What is said for several texts in a row, each beginning its own line. Throws `speech.empty` where the last one has
 * nothing that can be said.
 */
export async function readTexts(
  normalise: Normalise,
  texts: readonly string[],
  decisions?: Decisions,
): Promise<Normalised[]> {
  const read = [];
  for (const text of texts) read.push(await readText(normalise, text, decisions));
  if (!read.at(-1)?.some(({ spoken }) => /\p{L}/u.test(spoken))) {
    throw new AppError('speech.empty', { field: 'text' });
  }
  return read.flat().filter(({ spoken }) => spoken !== '');
}

/** The lines as one text for a voice: each is at least a sentence. */
export function spokenOf(lines: readonly Pick<Normalised, 'spoken'>[]): string {
  return lines.map(({ spoken }) => (/[.!?:;]$/.test(spoken) ? spoken : `${spoken}.`)).join('\n');
}

function joined(pieces: readonly Normalised[]): Normalised {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  return {
    spoken: pieces
      .map(({ spoken }) => spoken)
      .filter(Boolean)
      .join(' '),
    tokens: pieces.flatMap(({ tokens }) => tokens),
    written: pieces.map(({ written }) => written).join(''),
  };
}

/** Cuts a line after a sentence or, failing that, a word, so that no piece is much longer than PIECE. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > PIECE) {
    const head = rest.slice(0, PIECE);
    const sentence = Math.max(...['. ', '! ', '? ', '; '].map((end) => head.lastIndexOf(end)));
    const cut = sentence > 0 ? sentence + 1 : head.lastIndexOf(' ') > 0 ? head.lastIndexOf(' ') : PIECE;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}
