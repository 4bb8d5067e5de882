import type { AudioRef } from './schemas.ts';

/** More than a day's bulletins; the oldest goes first. */
const MOST = 500;

/** The audio that speakers may fetch now: what they have been told to play, by its id. */
export class OfferedAudio {
  readonly #offered = new Map<string, AudioRef>();

  offer(audio: AudioRef): void {
    this.#offered.delete(audio.id);
    this.#offered.set(audio.id, audio);
    if (this.#offered.size <= MOST) return;
    const [oldest] = this.#offered.keys();
    if (oldest !== undefined) this.#offered.delete(oldest);
  }

  get(id: string): AudioRef | undefined {
    return this.#offered.get(id);
  }
}
