import { setImmediate as nextTurn } from 'node:timers/promises';

/** About two milliseconds of normalising; the main thread carries the emergencies. */
const PIECE = 2_000;

/**
 * What will be said of a whole text, line by line as the normaliser reads, the main thread given back in between.
 * @param normalise reads one piece
 */
export async function spokenOf(
  normalise: (text: string) => { spoken: string },
  text: string,
): Promise<string> {
  const lines: string[] = [];
  for (const line of text.split(/[\r\n\u0085\u2028\u2029]+/)) {
    const pieces: string[] = [];
    for (const piece of piecesOf(line)) {
      pieces.push(normalise(piece).spoken);
      if (text.length > PIECE) await nextTurn();
    }
    lines.push(pieces.join(' ').trim());
  }
  return lines.filter((line) => line !== '').join('\n');
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
