import { randomBytes, timingSafeEqual } from 'node:crypto';
import { decode, deriveTag, encode, type HashCost, verifyPassword } from './passwords.ts';

/**
 * A million PINs of six digits are searched through within hours whatever one guess costs, so the cost is not what
 * protects them: the key is, which is derived from the station's master key and is not in the database. Who copies
 * the database without it has nothing to search with; who asks the station meets the lockout. So a guess is cheap
 * (about 1 ms where a password takes 50), and an emergency does not wait for it.
 */
const COST: HashCost = { memory: 1_024, passes: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** As a PHC string; the name says that the key is needed too. */
const HEADER = `$argon2id-keyed$v=19$m=${COST.memory},t=${COST.passes},p=1$`;

export interface Pins {
  hash(pin: string): Promise<string>;
  /** Whether the PIN is the one that was hashed, also where that was before there was a key. */
  verify(hash: string, pin: string): Promise<boolean>;
  /** Hashed as passwords are, before there was a key: to be hashed anew once the PIN is known. */
  isOld(hash: string): boolean;
}

/** @param key 32 bytes that are not in the database */
export function createPins(key: Buffer): Pins {
  const tag = (pin: string, salt: Buffer) => deriveTag(pin, salt, COST, key);
  const isOld = (hash: string) => !hash.startsWith(HEADER);
  return {
    isOld,
    async hash(pin) {
      const salt = randomBytes(SALT_BYTES);
      return `${HEADER}${encode(salt)}$${encode(await tag(pin, salt))}`;
    },
    async verify(hash, pin) {
      if (isOld(hash)) return verifyPassword(hash, pin);
      const [salt, expected] = hash.slice(HEADER.length).split('$').map(decode);
      if (salt?.length !== SALT_BYTES || expected?.length !== TAG_BYTES) {
        throw new Error('a stored PIN hash is damaged');
      }
      return timingSafeEqual(await tag(pin, salt), expected);
    },
  };
}
