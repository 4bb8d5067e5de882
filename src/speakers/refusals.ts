import type { FastifyBaseLogger } from 'fastify';

const SILENT_MS = 3_600_000;
/** Whoever makes up names must not fill the log either: what is beyond this is told together. */
const MOST_KINDS = 100;
const OTHERS = 'others';

export interface Refusal {
  readonly username: string;
  readonly reason: string;
  readonly from: string | undefined;
}

/** Tells refused sign-ins once an hour for each user and reason: a device with an old password tries every second. */
export class Refusals {
  readonly #log: Pick<FastifyBaseLogger, 'warn'>;
  readonly #now: () => number;
  readonly #told = new Map<string, { at: number; untold: number }>();

  constructor(log: Pick<FastifyBaseLogger, 'warn'>, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  note(refusal: Refusal): void {
    const now = this.#now();
    const own = `${refusal.reason} ${refusal.username}`;
    const key = this.#told.has(own) || this.#told.size < MOST_KINDS ? own : OTHERS;
    const told = this.#told.get(key);
    if (told && now - told.at < SILENT_MS) {
      told.untold++;
      return;
    }
    for (const [old, { at }] of this.#told) if (now - at >= SILENT_MS) this.#told.delete(old);
    this.#told.set(key, { at: now, untold: 0 });
    const username = refusal.username.slice(0, 64);
    this.#log.warn({ ...refusal, username, before: told?.untold ?? 0 }, 'MQTT device refused');
  }
}
