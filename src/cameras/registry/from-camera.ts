import { cleanName } from '../../names.ts';

/**
 * What a camera says of itself, made fit to be stored and shown: one line, nothing invisible, at most `most`
 * characters. It stays text: whoever shows it escapes it.
 */
export function shortText(text: string, most: number): string {
  // First roughly, so that a megabyte of it costs nothing.
  const letters = [...cleanName(text.slice(0, most * 8))];
  return letters.slice(0, most).join('').trim();
}
