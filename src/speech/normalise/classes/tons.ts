import { type Choice, type Cursor, lastSaidWords, matchAt, type Reading, type Why } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { numeralAt, sayNumeral } from '../verbalise/numeral.ts';
import { rangeEnd } from './range.ts';

const LOOKS_SO = /\d[\d.,]{0,16}(?:\s?[-–]\s?\d[\d.,]{0,16})?t/y;
const T = /t(?![\p{L}\p{N}/])/uy;
const DONG = /t(\s?(?:đồng|đ|vnđ|VNĐ)(?!\p{L}))/uy;
const MONEY =
  /(?:giá|vốn|đầu tư|kinh phí|tiền|dự án|doanh thu|ngân sách|vay|thu|chi|nợ|tổng mức)[^.;\n]{0,40}$/iu;
const AGE =
  /(?:tuổi|NCT|từ đủ|cụ|ông|bà|mẹ|trẻ|bé|cháu|em|nam|nữ|thọ|người|công dân|thanh niên|thiếu niên|học sinh|HS|đoàn viên|CCCD|căn cước)(?!\p{L})[^.;\n]{0,24}$/iu;
const ROW = /(tuổi|tấn|tỷ) (?:,|và|hoặc|hay|đến)$/;
/** chị Nguyễn Thị B (38t) */
const AGE_OF_NAME = /(?<!\p{L})(?:anh|chị|cô|chú|bác|em|Thị|Văn) \p{Lu}[^.;\d\n]{0,24}[(,] ?$/u;
/** tuổi: …; từ đủ 75t, 18t trở lên */
const AGE_LIMIT = /(?:từ đủ|dưới|trên|từ|đến) $/iu;
const AGED = /tuổi/iu;
const OR_MORE = /\s?trở (?:lên|xuống)/y;
const OLDEST = 120;

/** 9T/2026: nine months of a year */
const MONTHS_OF = /(\d{1,2})T\s?\/\s?(20\d{2})(?!\d)/y;

/** 6T, 12T of a deposit or a loan: months. */
const TERM = /(\d{1,3})(?:T?\s?[-–]\s?(\d{1,3}))?T(?![\p{L}\p{N}])/uy;
const LENT =
  /(?:kỳ hạn|tiền gửi|gửi tiết kiệm|lãi suất|LS|thời hạn|trả góp|trả gốc|cho vay|ân hạn|bảo hành)(?!\p{L})[^;\n]{0,56}$/iu;

/** gửi 6T lãi 5,1% */
const INTEREST = /\s?(?:lãi|:\s?\d{1,2}[.,]\d{1,2}\s?%)/y;

/** 5t: tons, thousand millions, or years of age (60t); asked where nothing around it decides. */
export function readTons(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const months = matchAt(MONTHS_OF, text, at);
  if (months) {
    const [whole, count = '', year = ''] = months;
    const spoken = `${cardinal(count, style)} tháng năm ${cardinal(year, style)}`;
    return { end: at + whole.length, spoken, class: 'date' };
  }
  const term = matchAt(TERM, text, at);
  const isLent = (end: number) =>
    LENT.test(text.slice(Math.max(0, at - 72), at)) || matchAt(INTEREST, text, end) !== null;
  if (term && isLent(at + term[0].length)) {
    const terms = term.slice(1).filter(Boolean);
    const spoken = `${terms.map((count) => cardinal(count, style)).join(' đến ')} tháng`;
    return { end: at + term[0].length, spoken, class: 'measure', why: 'clause' };
  }
  const first = matchAt(LOOKS_SO, text, at) && numeralAt(text, at);
  if (!first) return undefined;
  const second = rangeEnd(text, first);
  const last = second ?? first;
  const match = matchAt(T, text, last.end) ?? matchAt(DONG, text, last.end);
  if (!match) return undefined;
  const amount = [first, second]
    .flatMap((number) => (number ? [sayNumeral(number, style)] : []))
    .join(' đến ');
  const say = (unit: string) => `${amount} ${unit}`;
  const dong = matchAt(DONG, text, last.end);
  if (dong) return { end: last.end + dong[0].length, spoken: say('tỷ đồng'), class: 'money', why: 'behind' };
  const before = text.slice(Math.max(0, at - 48), at);
  const end = last.end + 1;
  const clear = (unit: string, kind: 'money' | 'measure', why: Why): Reading => ({
    end,
    spoken: say(unit),
    class: kind,
    why,
  });
  const line = `${text.slice(Math.max(0, at - 120), at)} ${cursor.said.join(' ')}`;
  const isLimit = AGED.test(line) && (AGE_LIMIT.test(before) || matchAt(OR_MORE, text, end) !== null);
  // đủ 14t, 25t, 40t: all of a row are of one kind
  const row = ROW.exec(lastSaidWords(cursor, 2))?.[1];
  if (row) return clear(row, row === 'tỷ' ? 'money' : 'measure', 'before');
  if ((AGE.test(before) || AGE_OF_NAME.test(before) || isLimit) && last.value <= OLDEST && !last.places)
    return clear('tuổi', 'measure', 'clause');
  if (MONEY.test(before)) return clear('tỷ', 'money', 'clause');
  const choices = ['tấn', 'tỷ', 'tuổi'].map((unit): Choice => ({ id: unit, spoken: say(unit) }));
  return { end, spoken: say('tấn'), class: 'measure', choices };
}
