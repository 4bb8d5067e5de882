/** Characters that mean the same as a plain one; each is replaced one for one, so that offsets stay. */
const SAME: Readonly<Record<string, string>> = {
  '\t': ' ',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u200a': ' ',
  '\u202f': ' ',
  '\u3000': ' ',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '–',
  '\u2015': '—',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u2032': "'",
  '\u2028': '\n',
  '\u2029': '\n',
  '\u0085': '\n',
  '\u000b': '\n',
  '\u000c': '\n',
  '\u00ba': '°',
  '\u2070': '°',
  '\u02da': '°',
  '\u03bc': 'µ',
  '\u2044': '/',
  '\u2215': '/',
};

const UNUSUAL = /[^\x20-\x7e\p{Script=Latin}\n]|[\u00ba\uff01-\uff5e]/u;
const REPLACEABLE = /[^\x20-\x7e\n]/gu;
/** The full-width forms of ASCII. */
const FULL_WIDTH = /[\uff01-\uff5e]/;

/**
 * NFC, with plain spaces, hyphens, apostrophes and digits. As long as the NFC form of `text`, so that offsets
 * into one are offsets into the other.
 */
export function clean(text: string): string {
  const composed = text.normalize('NFC');
  return UNUSUAL.test(composed) ? composed.replace(REPLACEABLE, plain) : composed;
}

function plain(char: string): string {
  const same = SAME[char];
  if (same !== undefined) return same;
  if (FULL_WIDTH.test(char)) return String.fromCharCode(char.charCodeAt(0) - 0xfee0);
  if (char.length === 1 && /\p{Nd}/u.test(char)) return decimalDigit(char.charCodeAt(0));
  return char;
}

/** Unicode keeps each script's digits in one run of ten, zero first. */
function decimalDigit(code: number): string {
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--;
  return String(code - zero);
}
