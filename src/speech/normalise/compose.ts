import type { Token } from './cursor.ts';

/** Pauses from the weakest to the strongest; where several meet the strongest stays. */
const PAUSES = [',', ':', ';', '.', '!', '?'];

/**
 * Joins what the tokens say: one space between words, one mark at a pause, none at the start. The end of a
 * written line is at least a full stop, since a heading has none of its own; a comma at the very end goes.
 */
export function compose(tokens: readonly Token[]): string {
  let out = '';
  let mark = '';
  let newline = false;
  for (const { spoken } of tokens) {
    if (spoken === '') continue;
    if (spoken === '\n') {
      newline = true;
    } else if (spoken.length === 1 && PAUSES.includes(spoken)) {
      if (PAUSES.indexOf(spoken) > PAUSES.indexOf(mark)) mark = spoken;
    } else {
      out += (out && separator(mark, newline)) + spoken;
      mark = '';
      newline = false;
    }
  }
  return mark === ',' ? out : out + mark;
}

function separator(mark: string, newline: boolean): string {
  if (!newline) return `${mark} `;
  return `${mark === ',' || mark === '' ? '.' : mark}\n`;
}
