import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Registry, Speaker } from './registry.ts';
import type { SpeakersRepository, StopRow } from './speakers-repository.ts';

interface Pending extends StopRow {
  /** Monotonic ms of the next time it is told, and how often it was. */
  nextAt: number;
  tries: number;
}

export interface StopsParts {
  registry: Registry;
  repository: SpeakersRepository;
  now(): number;
  monotonic(): number;
  /** How long a stop is worth telling, ms. */
  lifetimeMs(): number;
  send(stop: StopRow, speakers: readonly Speaker[]): void;
  log: FastifyBaseLogger;
}

const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/**
 * Stops that speakers have not confirmed. They are on the disk before they are sent, and told again to whoever was
 * away or silent: the opposite of a play, which is told once.
 */
export class Stops {
  readonly #parts: StopsParts;
  readonly #pending = new Map<string, Pending[]>();
  /** Over, but still on the disk: deleted together, as 500 speakers confirm within a moment. */
  #over: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: StopsParts) {
    this.#parts = parts;
  }

  start(): void {
    for (const row of this.#parts.repository.stops(this.#parts.now())) {
      this.#hold({ ...row, nextAt: 0, tries: 0 });
    }
    this.#timer = setInterval(() => {
      this.#retry();
      this.#forget();
    }, RETRY_MS[0]);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#forget();
  }

  count(speakerId: string): number {
    return this.#pending.get(speakerId)?.length ?? 0;
  }

  /** Tells all of these to stop, now and until they have. One commit. */
  add(playoutId: string | null, speakers: readonly Speaker[]): void {
    const { repository, now, monotonic, lifetimeMs, send, log } = this.#parts;
    const issuedAt = now();
    const stop = { playoutId, commandId: uuidv7(), issuedAt, expiresAt: issuedAt + lifetimeMs() };
    const nextAt = monotonic() + (RETRY_MS[0] ?? 0);
    for (const { id } of speakers) this.#hold({ ...stop, speakerId: id, nextAt, tries: 1 });
    try {
      repository.transaction(() => {
        for (const { id } of speakers) repository.addStop({ ...stop, speakerId: id });
      });
    } catch (error) {
      // A full disk must not keep anybody from silencing the speakers.
      log.error({ err: error }, 'a stop could not be written down; it is told all the same');
    }
    send({ ...stop, speakerId: '' }, speakers);
    for (const speaker of speakers) if (speaker.online) this.#takenOnTrust(speaker);
  }

  /** The speaker says that it has stopped. */
  confirm(speaker: Speaker, commandId: string | null | undefined, playoutId: string | null): void {
    this.#drop(
      speaker.id,
      (stop) => stop.commandId === commandId || (playoutId !== null && stop.playoutId === playoutId),
    );
  }

  /**
   * A newer play ends the stops that would also end it. Committed before the play is sent, for a restart in between
   * would tell them again; so this writes, but only where something was pending a moment ago.
   */
  supersede(speakers: readonly Speaker[]): void {
    if (this.#pending.size > 0) {
      for (const { id, profile } of speakers) {
        // A speaker of our protocol is told which playout to stop: that can't hurt another one.
        this.#drop(id, ({ playoutId }) => playoutId === null || profile.reads !== 'tramso');
      }
    }
    this.#forget();
  }

  /** Tells what is pending to a speaker that is back. */
  back(speaker: Speaker): void {
    for (const stop of this.#pending.get(speaker.id) ?? []) {
      stop.tries = 0;
      stop.nextAt = 0;
    }
  }

  #retry(): void {
    const { registry, monotonic, now, send } = this.#parts;
    const [instant, time] = [monotonic(), now()];
    for (const id of [...this.#pending.keys()]) {
      const speaker = registry.get(id);
      this.#drop(id, ({ expiresAt }) => !speaker || expiresAt <= time);
      if (!speaker?.online) continue;
      for (const stop of this.#pending.get(id) ?? []) {
        if (stop.nextAt > instant) continue;
        stop.nextAt = instant + (RETRY_MS[Math.min(stop.tries, RETRY_MS.length - 1)] ?? 0);
        stop.tries++;
        send(stop, [speaker]);
      }
      this.#takenOnTrust(speaker);
    }
  }

  /** A speaker that never confirms is believed once it was told while it was there. */
  #takenOnTrust(speaker: Speaker): void {
    if (!speaker.profile.confirmsStop) this.#drop(speaker.id, ({ tries }) => tries > 0);
  }

  #hold(stop: Pending): void {
    const held = this.#pending.get(stop.speakerId) ?? [];
    this.#pending.set(stop.speakerId, [
      ...held.filter(({ playoutId }) => playoutId !== stop.playoutId),
      stop,
    ]);
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

  #forget(): void {
    if (this.#over.length === 0) return;
    const { repository, log } = this.#parts;
    try {
      repository.transaction(() => {
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
