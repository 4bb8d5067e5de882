import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import type { Normalise } from './normalise/index.ts';

const BREATH_MS = 5;

/**
 * What is said for several texts in a row, each beginning its own line. A normaliser forgets everything at the
 * end of a line, so a long text is read line by line and the main thread given back between. Throws
 * `speech.empty` where the last text has nothing that can be said.
 */
export async function spokenText(normalise: Normalise, texts: readonly string[]): Promise<string> {
  const lines: string[] = [];
  let since = performance.now();
  let said = false;
  for (const text of texts) {
    said = false;
    for (const line of text.split(/[\r\n\u0085\u2028\u2029]+/)) {
      const { spoken } = normalise(line);
      if (spoken) lines.push(spoken);
      said ||= /\p{L}/u.test(spoken);
      if (performance.now() - since < BREATH_MS) continue;
      await setImmediate();
      since = performance.now();
    }
  }
  if (!said) throw new AppError('speech.empty', { field: 'text' });
  return lines.map((line) => (/[.!?:;]$/.test(line) ? line : `${line}.`)).join('\n');
}
