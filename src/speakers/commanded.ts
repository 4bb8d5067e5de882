import type { FastifyBaseLogger } from 'fastify';
import type { SpeakersRepository } from './speakers-repository.ts';

/** After its planned end a playout may go on this long: late starts, slow fetches, clocks. */
const MARGIN_MS = 10 * 60_000;
/** Not in the path of a play: a commit then would hold up the messages that it has just queued. */
const WRITE_AFTER_MS = 50;

interface Playout {
  readonly until: number;
  /** Undefined for what was commanded before a restart. */
  readonly speakers: Set<string> | undefined;
}

/** Which playouts the box has sent to whom, so that anything else a speaker plays is known to be foreign. */
export class Commanded {
  readonly #playouts = new Map<string, Playout>();
  readonly #unwritten = new Map<string, number>();
  readonly #repository: SpeakersRepository;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | undefined;

  constructor(repository: SpeakersRepository, log: FastifyBaseLogger) {
    this.#repository = repository;
    this.#log = log;
  }

  load(now: number): void {
    for (const { playoutId, until } of this.#repository.playouts(now)) {
      this.#playouts.set(playoutId, { until, speakers: undefined });
    }
  }

  /** @param startsAt UTC ms at which it should begin */
  add(playoutId: string, speakers: readonly string[], startsAt: number, durationMs: number): void {
    const until = startsAt + durationMs + MARGIN_MS;
    const known = this.#playouts.get(playoutId);
    if (known?.speakers) for (const id of speakers) known.speakers.add(id);
    this.#playouts.set(playoutId, {
      until: Math.max(until, known?.until ?? 0),
      speakers: known ? known.speakers : new Set(speakers),
    });
    this.#unwritten.set(playoutId, until);
    this.#timer ??= setTimeout(() => this.flush(), WRITE_AFTER_MS);
  }

  /** Whether this speaker was told to play this, and may honestly still be at it. */
  knows(playoutId: string, speakerId: string, now: number): boolean {
    const found = this.#playouts.get(playoutId);
    return found !== undefined && found.until > now && (found.speakers?.has(speakerId) ?? true);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unwritten.size === 0) return;
    try {
      this.#repository.transaction(() => {
        for (const [playoutId, until] of this.#unwritten) this.#repository.addPlayout(playoutId, until);
      });
      this.#unwritten.clear();
    } catch (error) {
      // Tried again with the next one. Only a restart before that would take these for foreign.
      this.#log.error({ err: error }, 'commanded playouts could not be written down');
    }
  }

  forget(now: number): void {
    for (const [playoutId, { until }] of this.#playouts) if (until <= now) this.#playouts.delete(playoutId);
  }
}
