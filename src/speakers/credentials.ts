import { createHash, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Passwords of devices are 160 random bits, so a slow hash would protect nothing and would hold the main thread
 * while 500 speakers reconnect at once. The form is mosquitto's own (`$7$`, PBKDF2-SHA512, its default of 101
 * rounds), so that the same line serves an external broker's password file.
 */
const SECRET_BYTES = 20;
const SALT_BYTES = 12;
const HASH_BYTES = 64;
const ROUNDS = 101;

/** A new password or token: 160 random bits, 32 characters of base32hex in lower case. */
export function newSecret(): string {
  const digits = BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`).toString(32);
  return digits.padStart((SECRET_BYTES * 8) / 5, '0');
}

/** `$7$101$<salt>$<hash>` */
export function hashPassword(password: string, salt: Buffer = randomBytes(SALT_BYTES)): string {
  return `$7$${ROUNDS}$${salt.toString('base64')}$${digest(password, salt).toString('base64')}`;
}

/** Compares in constant time. */
export function isPassword(password: string | Buffer, hashed: string): boolean {
  const [, , rounds, salt = '', hash = ''] = hashed.split('$');
  if (rounds !== String(ROUNDS)) return false;
  const expected = Buffer.from(hash, 'base64');
  const given = digest(password, Buffer.from(salt, 'base64'));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function digest(password: string | Buffer, salt: Buffer): Buffer {
  return pbkdf2Sync(password, salt, ROUNDS, HASH_BYTES, 'sha512');
}

/** Of a /loa token: it is looked up by this, so it takes no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
