/**
 * VNI-Windows: a base letter, and behind it a Western character that stands for its marks. A few letters are one
 * character: ñ đ, ô ơ, ö ư, æ ỉ, ó ĩ, ò ị, î ỵ.
 */
const TONES: Readonly<Record<string, string>> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
};
/** a, e and o with a circumflex and each tone. */
const CIRCUMFLEX: Readonly<Record<string, string>> = {
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
};
/** a with a breve and each tone. */
const BREVE: Readonly<Record<string, string>> = {
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
};
const MARKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  a: { ...TONES, ...CIRCUMFLEX, ...BREVE },
  e: { ...TONES, ...CIRCUMFLEX },
  o: { ...TONES, ...CIRCUMFLEX },
  u: TONES,
  y: TONES,
  ơ: TONES,
  ư: TONES,
};
const SINGLE: Readonly<Record<string, string>> = {
  ñ: 'đ',
  ô: 'ơ',
  ö: 'ư',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
};

/** `uûy ban nhaân daân xaõ` → ủy ban nhân dân xã */
export function fromVni(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    const lower = letter.toLowerCase();
    const base = SINGLE[lower] ?? lower;
    const marks = MARKS[base]?.[text.charAt(at + 1).toLowerCase()] ?? '';
    if (marks) at++;
    const meant = base + marks;
    out += letter === lower ? meant : meant.toUpperCase();
  }
  return out.normalize('NFC');
}
