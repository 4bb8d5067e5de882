import { hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../../errors.ts';

/** Crockford's base 32: no I, L, O or U, so that nothing written by hand can be read as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SYMBOLS = 27;
const BITS = BigInt(SYMBOLS * 5);
const GROUP = 4;
/** PKCS #8 of a raw X25519 private key. RFC 8410, 7 */
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * A new recovery code: 135 random bits as 27 symbols and Crockford's check symbol (the number modulo 37), in
 * seven groups of four. Numbers whose check would be one of `*~$=U` are drawn again: nobody dictates those.
 */
export function newRecoveryCode(random: (bytes: number) => Buffer = randomBytes): string {
  for (;;) {
    const number = BigInt(`0x${random(SYMBOLS).toString('hex')}`) & ((1n << BITS) - 1n);
    const check = ALPHABET[Number(number % 37n)];
    if (check !== undefined) return group(symbols(number) + check);
  }
}

/**
 * Reads a code as people type it: any case, spaces, dashes and dots anywhere, O for 0, I or L for 1.
 * Returns its canonical form; throws `recovery.code_invalid` saying what is wrong.
 */
export function parseRecoveryCode(typed: string): string {
  const text = typed
    .toUpperCase()
    .replace(/[\s.–—-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const stranger = [...text].find((symbol) => !ALPHABET.includes(symbol));
  if (stranger !== undefined) {
    throw refused(`không có ký tự “${stranger}” trong mã`, `“${stranger}” does not occur in a code`);
  }
  if (text.length !== SYMBOLS + 1) {
    const wanted = SYMBOLS + 1;
    throw refused(
      `phải có ${wanted} ký tự, đang có ${text.length}`,
      `${wanted} characters are needed, not ${text.length}`,
    );
  }
  let number = 0n;
  for (const symbol of text.slice(0, SYMBOLS)) number = number * 32n + BigInt(ALPHABET.indexOf(symbol));
  if (ALPHABET[Number(number % 37n)] !== text[SYMBOLS]) {
    throw refused('có ký tự chép nhầm, hãy so lại với tờ giấy', 'a character was miscopied; compare again');
  }
  return group(text);
}

/** The age identity (X25519) that a code stands for; it opens the backups. */
export async function identityOf(code: string): Promise<CryptoKey> {
  const secret = hkdfSync('sha256', parseRecoveryCode(code), '', 'tramso/recovery-code', 32);
  const pkcs8 = Buffer.concat([PKCS8_X25519, Buffer.from(secret)]);
  return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, false, ['deriveBits']);
}

/** The public half (`age1…`): all that the station keeps of a recovery code. */
export async function recipientOf(code: string): Promise<string> {
  // Only where it is needed, as in archive.ts: a start would wait for all that it brings.
  const { identityToRecipient } = await import('age-encryption');
  return identityToRecipient(await identityOf(code));
}

function symbols(number: bigint): string {
  let text = '';
  for (let rest = number; text.length < SYMBOLS; rest /= 32n) text = ALPHABET[Number(rest % 32n)] + text;
  return text;
}

function group(text: string): string {
  return text.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? text;
}

function refused(reason: string, reasonEn: string): AppError {
  return new AppError('recovery.code_invalid', { field: 'code', reason, reasonEn });
}
