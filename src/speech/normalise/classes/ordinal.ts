import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import { ordinal } from '../verbalise/cardinal.ts';

const NUMBER = /\d{1,3}(?!\d|[.,/]\d)/y;
/** thứ 2,4,6 · thứ 2-6: weekdays in a row. */
const NEXT_WEEKDAY = /(\s?[-–,;]\s?|\svà\s)([2-7])(?!\d|[/.:]|\s?(?:giờ|h|g)(?!\p{L}))/uy;

/** thứ 2-4-6: a list and no range. */
const DASHED_ROW = /[2-7](?:\s?[-–]\s?[2-7]){2}/y;

/** thứ 1 → thứ nhất · lần thứ 4 → lần thứ tư · thứ 2-6 → thứ hai đến sáu */
export function readOrdinal(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  if (lastSaid(cursor) !== 'thứ') return undefined;
  const weekday = /[2-7]/.test(text.charAt(at)) && !/\d/.test(text.charAt(at + 1));
  const length = weekday ? 1 : matchAt(NUMBER, text, at)?.[0].length;
  if (length === undefined) return undefined;
  let end = at + length;
  const dash = matchAt(DASHED_ROW, text, at) ? ', ' : ' đến ';
  let spoken = ordinal(text.slice(at, end), style);
  if (!weekday) return { end, spoken, class: 'ordinal' };
  for (let next = matchAt(NEXT_WEEKDAY, text, end); next; next = matchAt(NEXT_WEEKDAY, text, end)) {
    const [whole, between = '', day = ''] = next;
    const joint = /[-–]/.test(between) ? dash : between.includes('và') ? ' và ' : ', ';
    spoken += joint + ordinal(day, style);
    end += whole.length;
  }
  return { end, spoken, class: 'ordinal' };
}
