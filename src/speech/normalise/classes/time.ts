import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal, digitByDigit } from '../verbalise/cardinal.ts';
import { isScale } from './ratio.ts';

const H =
  /(\d{1,2})\s?[hH](\d{2}|\s0\d|\s[1-5]\d(?=\s?(?:[-–,.;)\n]|$|ngày|hôm|thứ|chủ nhật|sáng|trưa|chiều|tối|đêm|phút|đến|tại)))\s?('|phút|ph|p)?(?![\p{L}\p{N}])/uy;
const G = /(\d{1,2})g(\d{2})\s?('|phút|ph|p)?(?![\p{L}\p{N}])/uy;
const HOUR_ONLY = /(\d{1,3})\s?[hH](?![\p{L}\p{N}])/uy;
const G_ONLY = /(\d{1,2})g(?![\p{L}\p{N}])/uy;
/** 7g sáng */
const G_OF_DAY = /(\d{1,2})g(?=\s(?:sáng|trưa|chiều|tối|đêm|ngày|hôm)(?!\p{L}))/uy;
const WORDS = /(\d{1,2})\s(?:giờ|Giờ)\s(\d{1,2})(?:\sphút)?(?!\d|[.,/:]\d|\s?%|\p{L})/uy;
/** 7.30h, 7h:30 */
const ODD = /(\d{1,2})(?:\.([0-5]\d)\s?[hH]|[hH]:([0-5]\d))(?![\p{L}\p{N}:])/uy;
const COLON = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?(?:h|giờ))?(?![\p{L}\p{N}:])/uy;

/** 6:45 AM */
const HALF = /\s?(AM|PM|am|pm)(?![\p{L}\p{N}])/uy;
const EVENING_HOUR = 6;

/** Words in front of 14g that make it a time and not 14 gam. */
const TIME_WORDS = new Set('lúc từ đến tới hồi khoảng trước sau sáng trưa chiều tối đêm'.split(' '));

/** 7h30 · 14g00 · 7 giờ 30 · 07:30 · 17h · 6:45 AM */
export function readTime(cursor: Cursor): Reading | undefined {
  const time = timeAt(cursor);
  const half = time && matchAt(HALF, cursor.text, time.end);
  if (!half) return time;
  const isMorning = half[1]?.toUpperCase() === 'AM';
  const hour = Number.parseInt(cursor.text.slice(cursor.at, time.end), 10);
  const part = isMorning ? 'sáng' : hour % 12 >= EVENING_HOUR ? 'tối' : 'chiều';
  return { ...time, end: time.end + half[0].length, spoken: `${time.spoken} ${part}` };
}

function timeAt(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const reading = (match: RegExpExecArray, spoken: string): Reading => ({
    end: at + match[0].length,
    spoken,
    class: 'time',
  });

  const short = matchAt(H, text, at) ?? matchAt(G, text, at);
  if (short && isTime(short[1], short[2])) {
    const [, hour = '', spaced = '', mark] = short;
    const minute = spaced.trimStart();
    return reading(short, sayTime(hour, minute, mark !== undefined || style.minutes === 'always', style));
  }
  const odd = matchAt(ODD, text, at);
  if (odd && isTime(odd[1], odd[2] ?? odd[3]))
    return reading(odd, sayTime(odd[1] ?? '', odd[2] ?? odd[3] ?? '', style.minutes === 'always', style));
  const hours = matchAt(HOUR_ONLY, text, at);
  if (hours) return reading(hours, `${cardinal(hours[1] ?? '', style)} giờ`);
  const g = matchAt(TIME_WORDS.has(lastSaid(cursor)) ? G_ONLY : G_OF_DAY, text, at);
  if (g && isTime(g[1], '0')) return reading(g, `${cardinal(g[1] ?? '', style)} giờ`);

  const words = matchAt(WORDS, text, at);
  if (words && isTime(words[1], words[2]))
    return reading(words, sayTime(words[1] ?? '', words[2] ?? '', true, style));

  const colon = matchAt(COLON, text, at);
  if (!colon || isScale(cursor) || !isTime(colon[1], colon[2])) return undefined;
  const seconds = colon[3];
  const time = sayTime(colon[1] ?? '', colon[2] ?? '', true, style);
  return reading(colon, seconds === undefined ? time : `${time} ${cardinal(seconds, style)} giây`);
}

function isTime(hour = '', minute = ''): boolean {
  return Number(hour) <= 24 && Number(minute) <= 59;
}

/** Full hours without minutes; “bảy giờ năm phút”, and “bảy giờ không năm” where “phút” is not said. */
function sayTime(hour: string, minute: string, withUnit: boolean, style: Style): string {
  const hours = `${cardinal(hour, style)} giờ`;
  if (Number(minute) === 0) return hours;
  if (withUnit) return `${hours} ${cardinal(minute, style)} phút`;
  return `${hours} ${minute.startsWith('0') ? digitByDigit(minute) : cardinal(minute, style)}`;
}

/** S: 7h-11h30, C: 13h30-17h */
const PART_OF_DAY = /([SCT])(?=: ?\d{1,2}\s?[hg:])/y;
const PARTS: Readonly<Record<string, string>> = { S: 'sáng', C: 'chiều', T: 'tối' };

/** The parts of a day by their first letters, in front of an hour. */
export function readPartOfDay({ text, at }: Cursor): Reading | undefined {
  const part = matchAt(PART_OF_DAY, text, at)?.[1];
  return part === undefined
    ? undefined
    : { end: at + 1, spoken: PARTS[part] ?? '', class: 'abbreviation', why: 'behind' };
}
