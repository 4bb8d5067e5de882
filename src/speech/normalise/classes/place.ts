import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { numeralAt, sayNumeral } from '../verbalise/numeral.ts';

/** 18,2N-110,5E · 18.2°N; 110.5°E: both coordinates of a storm, each in degrees. */
const PLACE =
  /(\d{1,2}(?:[.,]\d{1,2})?)\s?°?\s?([NBS])\s?[-–;,/]?\s?(\d{2,3}(?:[.,]\d{1,2})?)\s?°?\s?([EĐW])(?![\p{L}\p{N}])/uy;
/** 112,0E · vĩ tuyến 15,5-20,0N, in the words of the forecasters */
const LINE = /(\d{1,3}[.,]\d{1,2})(?:\s?[-–]\s?(\d{1,3}[.,]\d{1,2}))?\s?°?([NBEĐ])(?![\p{L}\p{N}])/uy;
/** 20°15'30"N */
const DEGREES =
  /(\d{1,3})\s?°\s?(\d{1,2})\s?'(?:\s?(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:"|''|″|”))?\s?([NBSEĐW])?(?![\p{L}\p{N}])/uy;
/** A degree or a direction behind the number, or behind the second one. */
const LOOKS_SO = /\d{1,3}(?:[.,]\d{1,2}(?:\s?[-–]\s?\d{1,3}[.,]\d{1,2})?)?\s?[°NBSEĐW]/uy;
const DIRECTIONS: Readonly<Record<string, string>> = {
  N: 'vĩ Bắc',
  B: 'vĩ Bắc',
  S: 'vĩ Nam',
  E: 'kinh Đông',
  Đ: 'kinh Đông',
  W: 'kinh Tây',
};

/** A place on the map: 18,2N-110,5E → mười tám phẩy hai độ vĩ Bắc, … */
export function readPlace(cursor: Cursor): Reading | undefined {
  const { text, at } = cursor;
  const say = (written: string) => {
    const numeral = numeralAt(written, 0);
    return numeral ? sayNumeral(numeral, cursor.style) : '';
  };
  if (!matchAt(LOOKS_SO, text, at)) return undefined;
  const place = matchAt(PLACE, text, at);
  if (place) {
    const [whole, latitude = '', north = '', longitude = '', east = ''] = place;
    const spoken = `${say(latitude)} độ ${DIRECTIONS[north]}, ${say(longitude)} độ ${DIRECTIONS[east]}`;
    return { end: at + whole.length, spoken, class: 'measure' };
  }
  const line = matchAt(LINE, text, at);
  if (line) {
    const [whole, from = '', to, direction = ''] = line;
    const value = to === undefined ? say(from) : `${say(from)} đến ${say(to)}`;
    return { end: at + whole.length, spoken: `${value} độ ${DIRECTIONS[direction]}`, class: 'measure' };
  }
  const degrees = matchAt(DEGREES, text, at);
  if (!degrees) return undefined;
  const [whole, degree = '', minute = '', second, direction = ''] = degrees;
  const parts = [
    `${say(degree)} độ`,
    `${say(minute)} phút`,
    second && `${say(second)} giây`,
    DIRECTIONS[direction],
  ];
  return { end: at + whole.length, spoken: parts.filter(Boolean).join(' '), class: 'measure' };
}
