import type { Speaker } from '../registry.ts';
import { isPlay } from '../wording.ts';
import type { Command } from './transport.ts';

export interface WaitingParts {
  now(): number;
  monotonic(): number;
  /** Puts the command on its way. Called while there is a broker. */
  send(command: Command, speaker: Speaker): void;
  /** It has expired and was never on its way, or there is no room for it. */
  failed(command: Command, speaker: Speaker): void;
}

interface Entry {
  readonly command: Command;
  readonly speaker: Speaker;
  sent: boolean;
  /** Monotonic ms until which it is not told again to one who may not be there. */
  restsUntil: number;
}

/** Nobody may fill the memory through a broker that is away; what is left out is reported as failed. */
const MOST_WAITING = 5_000;
/** Three heartbeats: a speaker that is not back by then is away for a reason of its own. */
const REOPENING_MS = 65_000;
/** A device says that it is there and subscribes within the same moment, in either order. */
const SUBSCRIBES_MS = 500;
/** Who was back at the broker before the box has greeted nobody, and is next heard after a heartbeat. */
const BLINDLY_AGAIN_MS = 3_000;

/**
 * Commands for speakers that can't hear them: while the box has no broker, and afterwards until each speaker is back
 * at it. Sessions are clean, so what is published to nobody is lost. Stops do not wait here: Stops tells them again.
 */
export class WaitingCommands {
  readonly #parts: WaitingParts;
  #entries: Entry[] = [];
  /** Speakers heard since the broker is there, with the monotonic ms of the first time. */
  readonly #heard = new Map<Speaker, number>();
  #openSince: number | undefined;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** The newest of a kind for each playout and speaker waits. */
  add(command: Command, speaker: Speaker): void {
    if (command.name === 'stop') return;
    const found = this.#entries.findIndex(
      (entry) =>
        entry.speaker === speaker &&
        entry.command.name === command.name &&
        entry.command.playoutId === command.playoutId,
    );
    const entry = { command, speaker, sent: false, restsUntil: 0 };
    if (found >= 0) this.#entries[found] = entry;
    else if (this.#entries.length < MOST_WAITING) this.#entries.push(entry);
    else this.#parts.failed(command, speaker);
  }

  /** The broker is there (again), and nobody at it yet. */
  reopen(): void {
    this.#openSince = this.#parts.monotonic();
    this.#heard.clear();
    for (const entry of this.#entries) {
      entry.sent = false;
      entry.restsUntil = 0;
    }
  }

  /** True where the broker is there and this speaker may not be yet. */
  mayMiss(speaker: Speaker): boolean {
    if (this.#openSince === undefined || this.#heard.has(speaker)) return false;
    return this.#parts.monotonic() - this.#openSince < REOPENING_MS;
  }

  /** It has said something, or is known to be connected. True the first time since the broker is there. */
  heard(speaker: Speaker): boolean {
    if (this.#heard.has(speaker)) return false;
    this.#heard.set(speaker, this.#parts.monotonic());
    return true;
  }

  /** It knows of the playout: the command has got there. */
  answered(speaker: Speaker, playoutId: string | null): void {
    if (this.#entries.length === 0 || playoutId === null) return;
    this.#entries = this.#entries.filter(
      (entry) => entry.speaker !== speaker || entry.command.playoutId !== playoutId,
    );
  }

  recall(playoutId: string | null, speakers: readonly Speaker[]): void {
    if (this.#entries.length === 0) return;
    const told = new Set(speakers);
    this.#entries = this.#entries.filter(
      ({ command, speaker }) => !told.has(speaker) || (playoutId !== null && command.playoutId !== playoutId),
    );
  }

  /** Whether a play of it may still reach somebody. */
  holds(playoutId: string): boolean {
    return this.#entries.some(({ command }) => command.playoutId === playoutId && isPlay(command));
  }

  forget(speaker: Speaker): void {
    this.#heard.delete(speaker);
    this.#entries = this.#entries.filter((entry) => entry.speaker !== speaker);
  }

  clear(): void {
    this.#entries = [];
  }

  size(): number {
    return this.#entries.length;
  }

  /** Sends what can, or may, be heard now and drops what has expired. To be called every second while there are any. */
  tick(isConnected: boolean): void {
    if (this.#entries.length === 0) return;
    const { now, failed } = this.#parts;
    const time = now();
    const due = this.#entries;
    this.#entries = [];
    const kept: Entry[] = [];
    for (const entry of due) {
      const { command, speaker } = entry;
      if (command.expiresAt <= time) {
        if (!entry.sent) failed(command, speaker);
      } else if (isConnected && this.#isThere(speaker)) {
        if (!this.#send(entry)) kept.push(entry);
      } else {
        if (isConnected) this.#sendBlindly(entry);
        kept.push(entry);
      }
    }
    // What was sent just now may have come back.
    this.#entries = [...kept, ...this.#entries];
  }

  #isThere(speaker: Speaker): boolean {
    const since = this.#heard.get(speaker);
    return since !== undefined && this.#parts.monotonic() - since >= SUBSCRIBES_MS;
  }

  /** A play is told to whoever may be there all the same, where a copy of it does no harm. */
  #sendBlindly(entry: Entry): void {
    const { command, speaker } = entry;
    const instant = this.#parts.monotonic();
    if (!speaker.profile.deduplicates || !isPlay(command) || instant < entry.restsUntil) return;
    entry.restsUntil = instant + BLINDLY_AGAIN_MS;
    this.#parts.send(command, speaker);
  }

  /** True where nothing more is to be done about it. */
  #send(entry: Entry): boolean {
    const { command, speaker } = entry;
    this.#parts.send(command, speaker);
    entry.sent = true;
    // Told again until it answers: it plays a playout once, however often it is told to.
    return !speaker.profile.deduplicates || command.playoutId === null || command.name === 'prefetch';
  }
}
