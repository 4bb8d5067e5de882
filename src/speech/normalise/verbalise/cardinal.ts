import type { Style } from '../style.ts';

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
/** Longer than this (999 nghìn tỷ) nobody follows a number: its digits are said one by one. */
const LONGEST = 15;

/** One digit character. */
export function digit(char: string): string {
  return DIGITS[Number(char)] ?? '';
}

/** `113` → một một ba */
export function digitByDigit(digits: string): string {
  return Array.from(digits, digit).join(' ');
}

/** A whole number: `1005` → một nghìn không trăm linh năm. Leading zeros are not said. */
export function cardinal(digits: string, style: Style): string {
  const trimmed = digits.replace(/^0+(?=\d)/, '');
  if (trimmed.length > LONGEST) return digitByDigit(digits);
  return trimmed === '0' ? DIGITS[0] : words(trimmed, style, false).join(' ');
}

/** The words of a number above zero; `inside` says that a higher group stands in front. */
function words(digits: string, style: Style, inside: boolean): string[] {
  const high = digits.slice(0, -9);
  const low = digits.slice(-9);
  if (high && Number(high) > 0) return [...words(high, style, inside), 'tỷ', ...millions(low, style, true)];
  return millions(low, style, inside);
}

function millions(digits: string, style: Style, inside: boolean): string[] {
  const padded = digits.padStart(9, '0');
  const groups: [string, string][] = [
    [padded.slice(0, 3), 'triệu'],
    [padded.slice(3, 6), style.thousand],
    [padded.slice(6), ''],
  ];
  const out: string[] = [];
  for (const [group, name] of groups) {
    if (group === '000') continue;
    out.push(...hundreds(group, style, inside || out.length > 0));
    if (name) out.push(name);
  }
  return out;
}

/** A group of three digits, not 000; inside a number its empty hundreds are said. */
function hundreds(group: string, style: Style, inside: boolean): string[] {
  const [hundred = '0', ten = '0', unit = '0'] = group;
  const out: string[] = [];
  if (hundred !== '0' || (inside && style.zeroHundreds)) out.push(digit(hundred), 'trăm');
  if (ten === '0') {
    if (unit !== '0' && (out.length > 0 || inside)) out.push(style.zeroTens);
    if (unit !== '0') out.push(digit(unit));
    return out;
  }
  out.push(...(ten === '1' ? ['mười'] : [digit(ten), 'mươi']));
  if (unit !== '0') out.push(unitAfterTen(ten, unit));
  return out;
}

/** 21 hai mươi mốt, 24 hai mươi tư, 15 mười lăm. */
function unitAfterTen(ten: string, unit: string): string {
  if (unit === '5') return 'lăm';
  if (ten !== '1' && unit === '1') return 'mốt';
  if (ten !== '1' && unit === '4') return 'tư';
  return digit(unit);
}

/** The places behind “phẩy”: up to three as a number with its leading zeros, four or more one by one. */
export function decimalPlaces(places: string, style: Style): string {
  const zeros = /^0*/.exec(places)?.[0].length ?? 0;
  if (places.length > 3 || zeros === places.length) return digitByDigit(places);
  const rest = cardinal(places.slice(zeros), style);
  return [digitByDigit(places.slice(0, zeros)), rest].filter(Boolean).join(' ');
}

/** The number behind “thứ”: 1 nhất, 4 tư. */
export function ordinal(digits: string, style: Style): string {
  const value = Number(digits);
  if (style.ordinals === 'traditional' && value === 1) return 'nhất';
  if (style.ordinals === 'traditional' && value === 4) return 'tư';
  return cardinal(digits, style);
}
