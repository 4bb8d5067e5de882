import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import type { Tables } from '../tables.ts';
import { cardinal } from '../verbalise/cardinal.ts';

/** Symbols that are too easily something else when a space stands in front. */
const ATTACHED_ONLY = new Set(['v', 'ph', 'p', "'", 's', 't', 'T', 'L', 'A', 'CV', 'cc', 'mb', 'TB']);
/** Letters of the longest symbol. */
export const LONGEST_UNIT = 4;
const UNIT = /\s?([\p{L}°µ'][\p{L}]{0,3}[23²³]?)(?![\p{L}\p{N}]|\/[vV](?!\p{L}))/uy;
const METRES = /(\d{1,3})m(\d{2}|[14-9])(?![\p{L}\p{N}])/uy;
/** cao 1m2: of what stands upright nobody gives the area. */
const UPRIGHT = /(\d{1,2})m([23])(?![\p{L}\p{N}])/uy;
const UPRIGHT_WORDS = new Set(['cao', 'sâu', 'mở', 'ngập', 'dâng']);
const CURRENCY = /[A-Z]{3}(?!\p{L})/uy;
const SLASH = /\s?\/\s?/y;
const PER_WORD =
  /(?:giờ|phút|ngày|tuần|tháng|quý|năm|vụ|đợt|người|hộ|lần|lượt|suất|sào|mẫu|tấn|tạ|yến|cân|con|cái|chiếc|cây|bao|bình|chai|hộp|gói|lọ|thùng|bó|lượng|chỉ|cuốn|quyển|vé|bộ|ca|giường|phòng|lớp|thôn|xã|phiếu|buổi|tiết|khẩu|lít|cặp|đôi|trang|bản|hồ sơ|học sinh|lao động|khóm|bụi|hốc|gốc|quả|mớ|chục|nhóm|trẻ|em|cháu|bệnh nhân|lô|thửa|mũi|liều|viên|ống|tin|đơn|giải|nhà|gian|tổ|mâm|thẻ|đầu|khách|chuyến|xe|thành viên|vòng|trận|câu|mẻ|nồi|kiện|cuộn|tờ|mét|ngôi|căn(?! cước)|sản phẩm|mô hình|điểm|gia đình|lá|ấp|kỳ|dự án|hợp đồng|cơ sở|chuồng|trại|bể|giếng|cột|bông|dảnh|luống|vỉ|can|két|đối tượng|trường hợp|cuộc|đội|th)(?!\p{L})/iuy;

interface Unit {
  end: number;
  spoken: string;
}

/** The unit at `at`, one space allowed in front. */
export function unitAt(text: string, at: number, tables: Tables): Unit | undefined {
  const match = matchAt(UNIT, text, at);
  const symbol = match?.[1];
  if (!match || !symbol || symbol.length > LONGEST_UNIT + 1) return undefined;
  const spoken = tables.units.get(symbol);
  if (spoken === undefined || (match[0] !== symbol && ATTACHED_ONLY.has(symbol))) return undefined;
  return { end: at + match[0].length, spoken };
}

/** 3,5 km · 60 km/h · 38°C: the unit behind a number. */
export function measureAfter(cursor: Cursor, at: number): Reading | undefined {
  const { text, style, tables } = cursor;
  const unit = unitAt(text, at, tables);
  if (!unit || isLetter(cursor, text.slice(at, unit.end))) return undefined;
  // phút 12'
  if (unit.spoken === 'phút' && lastSaid(cursor) === 'phút')
    return { end: unit.end, spoken: '', class: 'measure' };
  const rates = ratesAfter(text, unit.end, style.per, tables);
  return { end: rates.end, spoken: unit.spoken + rates.spoken, class: 'measure' };
}

/** What bears a number with a letter behind: lớp 9A, QL1A, số 12/5A. */
const LETTERED = new Set(
  'số lớp nhà ngõ ngách hẻm kiệt tổ thôn xóm đội khu lô phòng tầng lộ tỉnh đường tuyến điều khoản mẫu biểu'.split(
    ' ',
  ),
);
const ELECTRIC =
  /(?<!\p{L})(?:dòng|MCB|RCCB|ELCB|cầu chì|át|mat|mát|ổ|sạc|điện|công tơ|áp tô mát|aptomat|\dV)(?!\p{L})[^.;\n]{0,24}$/iu;

/** A single capital behind a number may be a letter; A is ampere only where it is about electricity. */
function isLetter(cursor: Cursor, symbol: string): boolean {
  // Điều 40 HP is the constitution's.
  if (symbol === ' HP' && lastSaid(cursor) === 'điều') return true;
  if (!/^\p{Lu}$/u.test(symbol)) return false;
  if (LETTERED.has(lastSaid(cursor))) return true;
  return symbol === 'A' && !ELECTRIC.test(cursor.text.slice(Math.max(0, cursor.at - 32), cursor.at));
}

/** A word that quantities are counted by: /người, /tháng. */
export function perWordAt(text: string, at: number): Unit | undefined {
  const word = matchAt(PER_WORD, text, at)?.[0];
  return word === undefined
    ? undefined
    : { end: at + word.length, spoken: word === 'th' ? 'tháng' : word.toLowerCase() };
}

/** Over a unit of physics or an hour a stroke is “trên”, over what is counted the word of the style. */
const OVER = /^(?:giờ|phút|giây|lít)$/;

/** “/kg”, “/người/ngày” behind a quantity; behind `money` that is so over every unit. */
export function ratesAfter(text: string, from: number, per: string, tables: Tables, money = false): Unit {
  let end = from;
  let spoken = '';
  for (let rate = 0; rate < 3; rate++) {
    const slash = matchAt(SLASH, text, end);
    if (!slash) break;
    const at = end + slash[0].length;
    const counted = perWordAt(text, at);
    const unit = unitAt(text, at, tables) ?? counted ?? (money ? currencyAt(text, at, tables) : undefined);
    if (!unit) break;
    const isOver = !money && (unit !== counted || OVER.test(unit.spoken));
    spoken += ` ${isOver ? 'trên' : per} ${unit.spoken}`;
    end = unit.end;
  }
  return { end, spoken };
}

/** đồng/USD */
function currencyAt(text: string, at: number, tables: Tables): Unit | undefined {
  const code = matchAt(CURRENCY, text, at)?.[0];
  const spoken = code && tables.currencies.get(code);
  return spoken ? { end: at + code.length, spoken } : undefined;
}

/** 1m65 → một mét sáu mươi lăm */
export function readMetres(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const match =
    matchAt(METRES, text, at) ?? (UPRIGHT_WORDS.has(lastSaid(cursor)) ? matchAt(UPRIGHT, text, at) : null);
  if (!match) return undefined;
  const [whole, metres = '', rest = ''] = match;
  const part = rest === '1' ? 'mốt' : cardinal(rest, style);
  const spoken = `${cardinal(metres, style)} mét ${part}`;
  return { end: at + whole.length, spoken, class: 'measure' };
}
