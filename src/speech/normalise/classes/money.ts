import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { numeralAt, sayNumeral } from '../verbalise/numeral.ts';
import { ratesAfter } from './measure.ts';

const SHORT = /(\d{1,6})(tr|tỷ|tỉ|ty|t|k)(\d{1,3})(k|tr|nghìn|ngàn|triệu)?(?![\p{L}\p{N}])/uy;
const SCALE = /\s?(triệu|nghìn|ngàn|trăm|tỷ|tỉ|tr|k|K)(?![\p{L}\p{N}])/uy;
/** 3 đ/c are comrades and no money. */
const CURRENCY = /\s?(?!đ\/c(?!\p{L})|đ\/chí|Đ\.?\s?\d)(\p{L}{1,4}|[₫$€£¥])(?![\p{L}\p{N}])/uy;
const CODE_IN_FRONT = /([A-Z]{3}) (?=\d)/y;
const SIGN_IN_FRONT = /([$€£¥₫])\s?(?=\d)/y;

/** The next scale down: 2tr5 is 2 triệu 500 nghìn. */
function scales(written: string, style: Style): readonly [scale: string, below: string] {
  if (written === 'tr') return ['triệu', ` ${style.thousand}`];
  if (written === 'k') return [style.thousand, ''];
  return ['tỷ', ' triệu'];
}

/** 2tr5 → hai triệu năm trăm nghìn · 1tỷ2 → một tỷ hai trăm triệu */
export function readShortMoney(cursor: Cursor): Reading | undefined {
  const match = matchAt(SHORT, cursor.text, cursor.at);
  if (!match) return undefined;
  const [whole, high = '', written = '', low = '', lowScale] = match;
  const [scale, below] = scales(written, cursor.style);
  // 2tr5 is 2 triệu 500 nghìn, 2tr50k says its scale.
  const lower = lowScale === undefined ? low.padEnd(3, '0') : low;
  const rest = Number(low) === 0 ? '' : ` ${cardinal(lower, cursor.style)}${below}`;
  const amount = `${cardinal(high, cursor.style)} ${scale}${rest}`;
  const end = cursor.at + whole.length;
  const currency = moneyAfter(cursor, end);
  return {
    end: currency?.end ?? end,
    spoken: currency ? `${amount} ${currency.spoken}` : amount,
    class: 'money',
  };
}

const PRICED = /(?:giá|tiền|phí|vé|mua|bán|chỉ|thu|đóng|nạp|thưởng)[^.,;\n]{0,20}$/iu;

/** 5K of a slogan: one digit, and nothing is paid. */
function isSlogan({ text, at }: Cursor, from: number): boolean {
  return from === at + 1 && text.charAt(from) === 'K' && !PRICED.test(text.slice(Math.max(0, at - 28), at));
}

/** Nothing costs so little: 9,5đ are the marks of a pupil, 0đ is free. */
const MOST_MARKS = 30;
/** Of a hundred, where the clause speaks of a contest or where there are decimals. */
const MOST_OF_CONTEST = 100;
const CONTEST = /(?:điểm|nhất|nhì|giải|thi|xếp loại|chuẩn|NV\d|kết quả)(?!\p{L})[^.\n]{0,40}$/iu;

function isMarks({ text, at }: Cursor, end: number): boolean {
  const number = numeralAt(text, at);
  if (!number || number.value <= 0 || text.charAt(end) === '/') return false;
  if (number.value <= MOST_MARKS) return true;
  if (number.value > MOST_OF_CONTEST) return false;
  return number.places !== '' || CONTEST.test(text.slice(Math.max(0, at - 56), at));
}

/** What makes the number in front money: “tr”, “tỷ đồng”, “đ”, “USD”, with “/kg” behind. */
export function moneyAfter(cursor: Cursor, from: number): Reading | undefined {
  const { text, style, tables } = cursor;
  const said: string[] = [];
  let end = from;
  let shortened = false;
  // vàng 24K, thông điệp 5K
  const isCarat = lastSaid(cursor) === 'vàng' && text.charAt(from).toUpperCase() === 'K';
  const isLetter = isCarat || isSlogan(cursor, from);
  for (
    let scale = isLetter ? null : matchAt(SCALE, text, end);
    scale && said.length < 2;
    scale = matchAt(SCALE, text, end)
  ) {
    const written = scale[1] ?? '';
    if (written === 'tr') said.push('triệu');
    else said.push(written.toLowerCase() === 'k' ? style.thousand : written);
    shortened ||= written.length < 3 && written !== 'tỷ' && written !== 'tỉ';
    end += scale[0].length;
  }
  const currency = matchAt(CURRENCY, text, end);
  const name = currency && tables.currencies.get(currency[1] ?? '');
  if (!currency || name === undefined) {
    // “tr” and “k” must be written out; whole words pass as they are.
    if (!shortened) return undefined;
    const rates = ratesAfter(text, end, style.per, tables, true);
    return { end: rates.end, spoken: said.join(' ') + rates.spoken, class: 'money' };
  }
  if (said.length === 0 && currency[1] === 'đ' && isMarks(cursor, end + currency[0].length))
    return { end: end + currency[0].length, spoken: 'điểm', class: 'measure' };
  said.push(name ?? '');
  const rates = ratesAfter(text, end + currency[0].length, style.per, tables, true);
  return { end: rates.end, spoken: said.join(' ') + rates.spoken, class: 'money' };
}

/** $100 → một trăm đô la · USD 100 */
export function readSignMoney({ text, at, style, tables }: Cursor): Reading | undefined {
  const sign = matchAt(SIGN_IN_FRONT, text, at) ?? matchAt(CODE_IN_FRONT, text, at);
  const number = sign && numeralAt(text, at + sign[0].length);
  if (!sign || !number) return undefined;
  const currency = tables.currencies.get(sign[1] ?? '');
  if (currency === undefined) return undefined;
  const spoken = `${sayNumeral(number, style)} ${currency}`;
  return { end: number.end, spoken, class: 'money' };
}
