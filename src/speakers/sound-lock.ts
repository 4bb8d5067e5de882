import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../alerts/index.ts';
import type { Speaker } from './registry.ts';

export interface SoundLockParts {
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  monotonic(): number;
  changed(speaker: Speaker): void;
  log: FastifyBaseLogger;
}

/** A page that was just reloaded may unlock its sound by itself, or somebody stands there and taps it. */
const TELL_AFTER_MS = 60_000;
const RULE = 'speaker.locked';

/**
 * Which speakers are connected and yet play nothing: a browser gives no sound before somebody has tapped its page,
 * and after a power cut nobody has. Looked at whenever a speaker tells its state, every 20 s.
 */
export class SoundLock {
  readonly #parts: SoundLockParts;
  /** Monotonic ms. */
  readonly #lockedSince = new Map<string, number>();
  /** What the alerts say of a speaker; of an unknown one an alert may stand since before a restart. */
  readonly #told = new Map<string, boolean>();

  constructor(parts: SoundLockParts) {
    this.#parts = parts;
  }

  hear(speaker: Speaker, locked: boolean): void {
    const { monotonic, changed } = this.#parts;
    const { id, row } = speaker;
    if (locked && !this.#lockedSince.has(id)) this.#lockedSince.set(id, monotonic());
    if (!locked) this.#lockedSince.delete(id);
    if (speaker.locked !== locked) {
      speaker.locked = locked;
      changed(speaker);
    }
    const lastedMs = monotonic() - (this.#lockedSince.get(id) ?? Number.POSITIVE_INFINITY);
    const concerns = row.enabled && row.confirmedAt !== null;
    if (!locked) this.#tell(speaker, false);
    else if (concerns && lastedMs >= TELL_AFTER_MS) this.#tell(speaker, true);
  }

  /** It is away, disabled or removed: nothing is known of its sound. */
  forget(speaker: Speaker): void {
    speaker.locked = false;
    this.#lockedSince.delete(speaker.id);
    if (this.#told.get(speaker.id)) this.#tell(speaker, false);
    this.#told.delete(speaker.id);
  }

  #tell({ id, name }: Speaker, locked: boolean): void {
    if (this.#told.get(id) === locked) return;
    const { alerts, log } = this.#parts;
    try {
      if (locked) alerts.raise(RULE, id, { name });
      else alerts.clear(RULE, id);
    } catch (error) {
      // Told with its next word, as soon as the disk takes it.
      log.error({ err: error, speaker: id }, 'that a speaker waits for a tap could not be told');
      return;
    }
    this.#told.set(id, locked);
    if (locked) log.warn({ speaker: id, name }, 'a browser speaker waits for a tap');
  }
}
