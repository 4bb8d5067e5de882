import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../errors.ts';

export interface PairingCode {
  /** Asks what became of it; unlike the code it may stand in an address. */
  id: string;
  code: string;
  expiresAt: number;
}

interface Open extends PairingCode {
  readonly zoneId: string | null;
}

const VALID_MS = 10 * 60_000;
const MOST_OPEN = 5;
/** Of how many codes it is remembered which speaker they made. */
const MOST_USED = 50;
/** With at most five codes of six digits open, so many guesses find one in a thousand times. */
const WRONG_GUESSES = 20;

/**
 * Six digits that an officer reads from the panel and types on the device that is to become a speaker. Kept in
 * memory for ten minutes, good for one device.
 */
export class Pairing {
  readonly #now: () => number;
  #open: Open[] = [];
  /** Speaker ids by the id of the code. */
  readonly #used = new Map<string, string>();
  #wrong = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param zoneId where the new speaker will be */
  issue(zoneId: string | null): PairingCode {
    this.#expire();
    let code: string;
    do code = String(randomInt(1_000_000)).padStart(6, '0');
    while (this.#open.some((open) => open.code === code));
    const made = { id: uuidv7(), code, expiresAt: this.#now() + VALID_MS };
    this.#open = [...this.#open, { ...made, zoneId }].slice(-MOST_OPEN);
    this.#wrong = 0;
    return made;
  }

  /** The zone that goes with the code. Throws `pairing.wrong`, `pairing.locked`. */
  check(code: string): { zoneId: string | null } {
    this.#expire();
    const digits = code.replace(/\D/g, '');
    const found = this.#open.find((open) => open.code === digits);
    if (found) return { zoneId: found.zoneId };
    if (++this.#wrong < WRONG_GUESSES) throw new AppError('pairing.wrong', { field: 'code' });
    this.#open = [];
    throw new AppError('pairing.locked');
  }

  /** The device is paired: its code is used up. */
  use(code: string, speakerId: string): void {
    const digits = code.replace(/\D/g, '');
    const used = this.#open.find((open) => open.code === digits);
    if (!used) return;
    this.#open = this.#open.filter((open) => open !== used);
    this.#used.set(used.id, speakerId);
    const [oldest] = this.#used.keys();
    if (this.#used.size > MOST_USED && oldest !== undefined) this.#used.delete(oldest);
  }

  /** Id of the speaker that this code has made. */
  speakerOf(id: string): string | undefined {
    return this.#used.get(id);
  }

  #expire(): void {
    const now = this.#now();
    this.#open = this.#open.filter(({ expiresAt }) => expiresAt > now);
  }
}
