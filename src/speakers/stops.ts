import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Pulse, whileNeeded } from '../repeat.ts';
import type { Registry, Speaker } from './registry.ts';
import type { SpeakersRepository, StopRow } from './speakers-repository.ts';

interface Pending extends StopRow {
  /** The stop of everything that this one stands for, where a newer play has come in between. */
  readonly from?: string;
  /** Monotonic ms of the next time it is told, and how often it was. */
  nextAt: number;
  tries: number;
  /** When it is no longer worth telling, monotonic ms: a clock that jumps ends no stop. */
  overAt: number;
  /** When it was first told to a speaker that seemed to be there; monotonic ms. */
  toldAt: number | null;
}

export interface StopsParts {
  registry: Registry;
  repository: SpeakersRepository;
  now(): number;
  monotonic(): number;
  /** How long a stop is worth telling, ms. */
  lifetimeMs(): number;
  /** What the speaker may still be playing by our command. */
  commandedOf(speakerId: string): string[];
  /** As far as the box knows, a command gets there now. */
  reaches(speaker: Speaker): boolean;
  send(stop: StopRow, speakers: readonly Speaker[]): void;
  log: FastifyBaseLogger;
}

const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;
/** Told so often, which takes 108 s: longer than a dead connection is taken for a live one. */
const TRIES_TO_TRUST = 7;

/**
 * Stops that speakers have not confirmed. They are on the disk before they are sent, and told again to whoever was
 * away or silent: the opposite of a play, which is told once.
 */
export class Stops {
  readonly #parts: StopsParts;
  readonly #pending = new Map<string, Pending[]>();
  /** Over, but still on the disk: deleted together, as 500 speakers confirm within a moment. */
  #over: Pending[] = [];
  readonly #retries: Pulse;

  constructor(parts: StopsParts) {
    this.#parts = parts;
    const again = () => {
      this.#retry();
      this.#forget();
      return this.#pending.size > 0 || this.#over.length > 0;
    };
    this.#retries = whileNeeded(RETRY_MS[0], again, { log: parts.log, work: 'stops told again' });
  }

  start(): void {
    const { repository, now, monotonic } = this.#parts;
    const time = now();
    for (const row of repository.stops(time)) {
      const overAt = monotonic() + row.expiresAt - time;
      this.#hold({ ...row, nextAt: 0, tries: 0, overAt, toldAt: null });
    }
  }

  stop(): void {
    void this.#retries.close();
    this.#forget();
  }

  count(speakerId: string): number {
    return this.#pending.get(speakerId)?.length ?? 0;
  }

  /** Tells all of these to stop, now and until they have. One commit. */
  add(playoutId: string | null, speakers: readonly Speaker[]): void {
    const { repository, now, monotonic, lifetimeMs, reaches, send, log } = this.#parts;
    const issuedAt = now();
    const stop = { playoutId, commandId: uuidv7(), issuedAt, expiresAt: issuedAt + lifetimeMs() };
    const instant = monotonic();
    const nextAt = instant + RETRY_MS[0];
    const overAt = instant + stop.expiresAt - issuedAt;
    for (const speaker of speakers) {
      const toldAt = reaches(speaker) ? instant : null;
      this.#hold({ ...stop, speakerId: speaker.id, nextAt, tries: 1, overAt, toldAt });
    }
    try {
      repository.transaction(() => {
        for (const { id } of speakers) repository.addStop({ ...stop, speakerId: id });
      });
    } catch (error) {
      // A full disk must not keep anybody from silencing the speakers.
      log.error({ err: error }, 'a stop could not be written down; it is told all the same');
    }
    send({ ...stop, speakerId: '' }, speakers);
  }

  /** The speaker says that it has stopped. */
  confirm(speaker: Speaker, commandId: string | null | undefined, playoutId: string | null): void {
    this.#drop(
      speaker.id,
      (stop) =>
        stop.commandId === commandId ||
        (stop.from !== undefined && stop.from === commandId) ||
        (playoutId !== null && stop.playoutId === playoutId),
    );
  }

  /**
   * Makes way for a newer play: a stop that would also end it becomes stops of what was told before, which can't
   * hurt it. Committed before the play is sent, for a restart in between would tell the old one again; so this
   * writes, but only where something was pending a moment ago.
   */
  supersede(speakers: readonly Speaker[], playoutId: string): void {
    const added: Pending[] = [];
    for (const speaker of this.#pending.size > 0 ? speakers : []) {
      const held = this.#pending.get(speaker.id);
      if (!held) continue;
      if (speaker.profile.reads === 'tramso') {
        const all = held.find((stop) => stop.playoutId === null);
        if (all) added.push(...this.#narrow(speaker, all, playoutId));
      } else if (this.#parts.reaches(speaker)) {
        // It knows no playouts, so any stop would end the newer play, which ends the others by itself.
        this.#drop(speaker.id, () => true);
      }
    }
    this.#forget(added);
  }

  /** Puts stops of single playouts in the place of a stop of everything. */
  #narrow(speaker: Speaker, all: Pending, newer: string): Pending[] {
    const { id, lastPlaying } = speaker;
    const older = new Set(this.#parts.commandedOf(id));
    if (lastPlaying !== null) older.add(lastPlaying);
    older.delete(newer);
    for (const { playoutId } of this.#pending.get(id) ?? []) if (playoutId !== null) older.delete(playoutId);
    this.#drop(id, (stop) => stop === all);
    const { issuedAt, expiresAt, nextAt, tries, overAt, toldAt } = all;
    const single = { speakerId: id, issuedAt, expiresAt, nextAt, tries, overAt, toldAt, from: all.commandId };
    const stops = [...older].map((playoutId) => ({ ...single, playoutId, commandId: uuidv7() }));
    for (const stop of stops) this.#hold(stop);
    return stops;
  }

  /** Tells what is pending to a speaker that is back. */
  back(speaker: Speaker): void {
    for (const stop of this.#pending.get(speaker.id) ?? []) {
      stop.tries = 0;
      stop.nextAt = 0;
      stop.toldAt = null;
    }
  }

  #retry(): void {
    const { registry, monotonic, reaches, send } = this.#parts;
    const instant = monotonic();
    for (const id of [...this.#pending.keys()]) {
      const speaker = registry.get(id);
      this.#drop(id, ({ overAt }) => !speaker || overAt <= instant);
      if (!speaker || !reaches(speaker)) continue;
      this.#takeOnTrust(speaker);
      for (const stop of this.#pending.get(id) ?? []) {
        if (stop.nextAt > instant) continue;
        stop.nextAt = instant + (RETRY_MS[Math.min(stop.tries, RETRY_MS.length - 1)] ?? 0);
        stop.tries++;
        stop.toldAt ??= instant;
        send(stop, [speaker]);
      }
    }
  }

  /**
   * A speaker that never confirms is believed once it has given a sign of life after it was told, or was told often
   * where it gives none by itself.
   */
  #takeOnTrust({ id, profile, heardAt }: Speaker): void {
    if (profile.confirmsStop) return;
    const isMute = profile.alive.by !== 'heartbeat';
    this.#drop(
      id,
      ({ toldAt, tries }) => toldAt !== null && (heardAt > toldAt || (isMute && tries >= TRIES_TO_TRUST)),
    );
  }

  #hold(stop: Pending): void {
    const held = this.#pending.get(stop.speakerId) ?? [];
    this.#pending.set(stop.speakerId, [
      ...held.filter(({ playoutId }) => playoutId !== stop.playoutId),
      stop,
    ]);
    this.#retries.wake();
  }

  #drop(speakerId: string, isOver: (stop: Pending) => boolean): void {
    const held = this.#pending.get(speakerId);
    if (!held) return;
    const kept = held.filter((stop) => !isOver(stop));
    if (kept.length === held.length) return;
    this.#over.push(...held.filter(isOver));
    if (kept.length > 0) this.#pending.set(speakerId, kept);
    else this.#pending.delete(speakerId);
  }

  #forget(added: readonly Pending[] = []): void {
    if (this.#over.length === 0 && added.length === 0) return;
    const { repository, log } = this.#parts;
    try {
      repository.transaction(() => {
        for (const stop of added) repository.addStop(stop);
        for (const { commandId, speakerId } of this.#over) repository.removeStop(speakerId, commandId);
      });
      this.#over = [];
    } catch (error) {
      log.error(
        { err: error },
        'stops that are over could not be forgotten; a restart would tell them again',
      );
    }
  }
}
