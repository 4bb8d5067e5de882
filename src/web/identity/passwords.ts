import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

export interface HashCost {
  /** KiB */
  memory: number;
  passes: number;
}

/** OWASP's minimum for argon2id; about 50 ms on a mini PC, in libuv's pool and so off the main thread. */
const COST: HashCost = { memory: 19_456, passes: 2 };
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
const HEADER = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${LANES}$`;

/** A hash that no text has: verifying against it takes as long as against a real one. */
export const NOBODYS_HASH = HEADER + [SALT_BYTES, TAG_BYTES].map((n) => encode(Buffer.alloc(n))).join('$');

/** Hashes a password to a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return `${HEADER}${encode(salt)}$${encode(await deriveTag(password, salt, COST))}`;
}

/** Whether the text is the one that was hashed. Throws where `hash` is none of ours. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [salt, expected] = hash.startsWith(HEADER) ? hash.slice(HEADER.length).split('$').map(decode) : [];
  if (salt?.length !== SALT_BYTES || expected?.length !== TAG_BYTES) {
    throw new Error('a stored password hash is damaged');
  }
  return timingSafeEqual(await deriveTag(password, salt, COST), expected);
}

/** A password to hand over once: 12 letters and digits that are not mistaken for one another. */
export function oneTimePassword(): string {
  return readableCode(12);
}

const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';

/** Random letters and digits in groups of four, about 5 bits each, easy to read out over the phone. */
export function readableCode(length: number): string {
  const letters = Array.from({ length }, () => READABLE.charAt(randomInt(READABLE.length)));
  return letters
    .join('')
    .match(/.{1,4}/g)
    ?.join('-') as string;
}

/** The argon2id tag of a text, made in libuv's pool; with a key, only who holds that key can make it. */
export function deriveTag(text: string, nonce: Buffer, cost: HashCost, key?: Buffer): Promise<Buffer> {
  return derive('argon2id', {
    // Phones and PCs type Vietnamese letters in different Unicode forms; they mean the same password.
    message: text.normalize('NFC'),
    nonce,
    parallelism: LANES,
    tagLength: TAG_BYTES,
    ...cost,
    ...(key && { secret: key }),
  });
}

export function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

export function decode(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
