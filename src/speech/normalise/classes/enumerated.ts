import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { measureAfter } from './measure.ts';
import { moneyAfter } from './money.ts';
import { percentAfter } from './percent.ts';

const PAIR = /(\d{1,2}),(\d{1,2})(?!\d|[.,/-]\d)/y;
/** What bears numbers, of which none is a part: there is no thôn 3,4. */
const NUMBERED =
  /(?:^| )(?:thôn|xóm|làng|ấp|bản|tổ|đội|lớp|khối|khu phố|khóm|quý|đợt|vòng|khoản|điều|mục|tiêu chí|phường|quận|nhà số|bài|tiết|mức độ|cấp độ|trường cấp|học sinh cấp)(?: số)?(?: :)?$/;
/** Behind these both are plausible. */
const LEVELS = /(?:^| )(?:mức|cấp|hạng|bậc|loại|nhóm|khu|tầng|phòng)$/;
/** 3,4 triệu, 3,4 lần: an amount after all. */
const AMOUNT =
  /\s?(?:%|‰|triệu|tỷ|tỉ|nghìn|ngàn|lần|điểm|độ|mét|tấn|tạ|héc|ki lô|giờ|người|đồng|trên|so với)(?!\p{L})/uy;
/** The two trains of one line: SE5/6. */
const TRAINS = /(\d{1,3})\/(\d{1,3})(?!\d|[.,/]\d)/y;

/** Two numbers that are names: thôn 3,4 → ba, bốn · SE5/6 → năm, sáu */
export function readEnumerated(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const trains =
    /(?<!\p{L})\p{Lu}{2}$/u.test(text.slice(Math.max(0, at - 3), at)) && matchAt(TRAINS, text, at);
  if (trains && Number(trains[2]) === Number(trains[1]) + 1) {
    const spoken = `${cardinal(trains[1] ?? '', style)}, ${cardinal(trains[2] ?? '', style)}`;
    return { end: at + trains[0].length, spoken, class: 'code' };
  }
  const pair = matchAt(PAIR, text, at);
  if (!pair) return undefined;
  const [whole, first = '', second = ''] = pair;
  const end = at + whole.length;
  if (Number(second) <= Number(first) || first.startsWith('0') || second.startsWith('0')) return undefined;
  const before = lastSaidWords(cursor, 4);
  const isLevel = LEVELS.test(before) && Number(second) === Number(first) + 1;
  if (!isLevel && !NUMBERED.test(before)) return undefined;
  const isAmount = percentAfter(text, end) ?? moneyAfter(cursor, end) ?? measureAfter(cursor, end);
  if (isAmount || matchAt(AMOUNT, text, end)) return undefined;
  const spoken = `${cardinal(first, style)}, ${cardinal(second, style)}`;
  if (!isLevel) return { end, spoken, class: 'number', why: 'before' };
  const decimal = `${cardinal(first, style)} phẩy ${cardinal(second, style)}`;
  const choices = [
    { id: 'list', spoken },
    { id: 'decimal', spoken: decimal },
  ];
  return { end, spoken, class: 'number', choices };
}
