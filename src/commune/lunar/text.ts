import type { LunarDate } from './calendar.ts';

const STEMS = ['Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ', 'Canh', 'Tân', 'Nhâm', 'Quý'];
const BRANCHES = ['Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi', 'Thân', 'Dậu', 'Tuất', 'Hợi'];
const MONTHS = ['Giêng', 'Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín', 'Mười', 'Mười một', 'Chạp'];
const UNITS = ['', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'];

/** The year's name in the sexagenary cycle: 2026 is “Bính Ngọ”. */
export function yearName(year: number): string {
  return `${STEMS[(year + 6) % 10]} ${BRANCHES[(year + 8) % 12]}`;
}

/** As an announcer says it: “mồng một tháng Giêng năm Bính Ngọ”, “rằm tháng Bảy năm Bính Ngọ”. */
export function lunarText({ day, month, year, leap }: LunarDate): string {
  return `${dayName(day)} tháng ${MONTHS[month - 1]}${leap ? ' nhuận' : ''} năm ${yearName(year)}`;
}

function dayName(day: number): string {
  if (day <= 10) return `mồng ${UNITS[day]}`;
  if (day === 15) return 'rằm';
  const tens = Math.floor(day / 10);
  const head = tens === 1 ? 'mười' : `${UNITS[tens]} mươi`;
  const unit = day % 10;
  if (unit === 0) return head;
  // “hai mươi mốt”, “hai mươi lăm”, but “mười một”; “hai mươi tư” is what people say of days.
  if (unit === 1 && tens > 1) return `${head} mốt`;
  if (unit === 4 && tens > 1) return `${head} tư`;
  return `${head} ${unit === 5 ? 'lăm' : UNITS[unit]}`;
}
