import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';

/** 2N1Đ: the days and nights of a journey. */
const JOURNEY = /([1-9])N([1-9])Đ(?![\p{L}\d])/uy;
/** đóng 3/6/12 tháng: one of them, and no date. */
const TERMS = /\d{1,2}\/\d{1,2}\/\d{1,2}(?=\s(?:tháng|tuần|ngày|năm|lần)(?!\p{L}))/uy;

/** trẻ 2-3-4 tháng tuổi: each of them. */
const EACH = /\d{1,2}(?:-\d{1,2}){2,5}(?=\s(?:tháng|tuổi|tuần|ngày)(?!\p{L}))/uy;

/** 2N1Đ → hai ngày một đêm · 3/6/12 tháng → ba, sáu, mười hai tháng */
export function readTerms({ text, at, style }: Cursor): Reading | undefined {
  const journey = matchAt(JOURNEY, text, at);
  if (journey) {
    const [whole, days = '', nights = ''] = journey;
    const spoken = `${cardinal(days, style)} ngày ${cardinal(nights, style)} đêm`;
    return { end: at + whole.length, spoken, class: 'measure' };
  }
  const whole = (matchAt(TERMS, text, at) ?? matchAt(EACH, text, at))?.[0];
  if (whole === undefined) return undefined;
  const counts = whole.split(/[/-]/);
  return {
    end: at + whole.length,
    spoken: counts.map((count) => cardinal(count, style)).join(', '),
    class: 'number',
  };
}
