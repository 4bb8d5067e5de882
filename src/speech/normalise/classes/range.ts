import { matchAt } from '../cursor.ts';
import { type Numeral, numeralAt } from '../verbalise/numeral.ts';

const DASH = /\s?[-–—]\s?(?=\d)/y;
/** What follows the second number when it is not a plain number but a time or a date of its own. */
const NOT_PLAIN = /\s?(?:[hg]\d|:\d|\/\d|giờ\s\d)/y;

/** The upper end of a range (5-7, 2 – 3) that begins with `first`. */
export function rangeEnd(text: string, first: Numeral): Numeral | undefined {
  const dash = matchAt(DASH, text, first.end);
  if (!dash) return undefined;
  const second = numeralAt(text, first.end + dash[0].length);
  // 36-0123 is a code.
  if (!second || second.value <= first.value || /^0\d\d/.test(second.whole)) return undefined;
  return matchAt(NOT_PLAIN, text, second.end) ? undefined : second;
}
