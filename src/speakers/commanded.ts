import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { PlayoutRow, SpeakersRepository } from './speakers-repository.ts';

/** After its planned end a playout may go on this long: late starts, slow fetches, clocks. */
const MARGIN_MS = 10 * 60_000;
/** Not in the path of a play: a commit then would hold up the messages that it has just queued. */
const WRITE_AFTER_MS = 50;

export interface Order {
  readonly playoutId: string;
  readonly speakers: readonly string[];
  /** UTC ms at which it begins; null where it is only fetched ahead. */
  readonly startsAt: number | null;
  /** UTC ms; a speaker may begin as late as this. */
  readonly latestStart: number;
  readonly durationMs: number;
}

interface Playout {
  /** Monotonic: the wall clock may be set while it is on air. */
  readonly until: number;
  /** Undefined where it is not known any more: then it may be anybody's. */
  readonly speakers: Set<string> | undefined;
  /** Monotonic. */
  readonly startsAt: number | null;
  readonly durationMs: number;
}

/** Which playouts the box has sent to whom, so that anything else a speaker plays is known to be foreign. */
export class Commanded {
  readonly #playouts = new Map<string, Playout>();
  readonly #unwritten = new Set<string>();
  readonly #repository: Pick<SpeakersRepository, 'transaction' | 'playouts' | 'addPlayout'>;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #log: FastifyBaseLogger;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: {
    repository: Pick<SpeakersRepository, 'transaction' | 'playouts' | 'addPlayout'>;
    clock: Pick<Clock, 'now' | 'monotonic'>;
    log: FastifyBaseLogger;
  }) {
    this.#repository = parts.repository;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** How many playouts are remembered. */
  get size(): number {
    return this.#playouts.size;
  }

  load(): void {
    const sinceWall = this.#clock.monotonic() - this.#clock.now();
    for (const row of this.#repository.playouts(this.#clock.now())) {
      this.#playouts.set(row.playoutId, {
        until: row.until + sinceWall,
        speakers: row.speakers.length > 0 ? new Set(row.speakers) : undefined,
        startsAt: row.startsAt === null ? null : row.startsAt + sinceWall,
        durationMs: row.durationMs,
      });
    }
  }

  add({ playoutId, speakers, startsAt, latestStart, durationMs }: Order): void {
    const sinceWall = this.#clock.monotonic() - this.#clock.now();
    const known = this.#playouts.get(playoutId);
    if (known?.speakers) for (const id of speakers) known.speakers.add(id);
    this.#playouts.set(playoutId, {
      until: Math.max(latestStart + sinceWall + durationMs + MARGIN_MS, known?.until ?? 0),
      speakers: known ? known.speakers : new Set(speakers),
      startsAt: startsAt === null ? (known?.startsAt ?? null) : startsAt + sinceWall,
      durationMs,
    });
    this.#unwritten.add(playoutId);
    this.#timer ??= setTimeout(() => this.flush(), WRITE_AFTER_MS);
  }

  /** Whether this speaker was told to play this, and may honestly still be at it. */
  knows(playoutId: string, speakerId: string): boolean {
    const found = this.#playouts.get(playoutId);
    return found !== undefined && this.#isOf(found, speakerId);
  }

  /** Everything that this speaker may still be playing, or be about to. */
  of(speakerId: string): string[] {
    const ids: string[] = [];
    for (const [id, playout] of this.#playouts) {
      if (playout.startsAt !== null && this.#isOf(playout, speakerId)) ids.push(id);
    }
    return ids;
  }

  /** What this speaker was told last that should have begun; monotonic ms. */
  lastOf(
    speakerId: string,
  ): { playoutId: string; startsAt: number; durationMs: number; until: number } | undefined {
    let last: ReturnType<Commanded['lastOf']>;
    for (const [playoutId, { startsAt, durationMs, until, speakers }] of this.#playouts) {
      if (startsAt === null || startsAt > this.#clock.monotonic() || !speakers?.has(speakerId)) continue;
      if (!last || startsAt > last.startsAt) last = { playoutId, startsAt, durationMs, until };
    }
    return last;
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unwritten.size === 0) return;
    try {
      this.#repository.transaction(() => {
        for (const id of this.#unwritten) this.#write(id);
      });
      this.#unwritten.clear();
    } catch (error) {
      // Tried again with the next one. Only a restart before that would take these for foreign.
      this.#log.error({ err: error }, 'commanded playouts could not be written down');
    }
  }

  /** Drops what nobody can still be playing. */
  forget(): void {
    const now = this.#clock.monotonic();
    for (const [id, { until }] of this.#playouts) if (until <= now) this.#playouts.delete(id);
  }

  #isOf({ until, speakers }: Playout, speakerId: string): boolean {
    return until > this.#clock.monotonic() && (speakers?.has(speakerId) ?? true);
  }

  #write(playoutId: string): void {
    const playout = this.#playouts.get(playoutId);
    if (!playout) return;
    const { until, speakers = [], startsAt, durationMs } = playout;
    const toWall = this.#clock.now() - this.#clock.monotonic();
    const row: PlayoutRow = {
      playoutId,
      until: Math.round(until + toWall),
      speakers: [...speakers],
      startsAt: startsAt === null ? null : Math.round(startsAt + toWall),
      durationMs: Math.round(durationMs),
    };
    this.#repository.addPlayout(row);
  }
}
