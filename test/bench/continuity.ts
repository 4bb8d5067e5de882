import { Splitter } from '../../src/cameras/media/fmp4/splitter.ts';
import type { Fragment } from '../../src/cameras/parts.ts';

/** Half of a fragment: less is how a camera's time stamps tremble, and a lost one is more. */
const TOLERANCE_MS = 100;

/** Whether fragments follow each other in the camera's own time, with none missing and none twice. */
export class Continuity {
  fragments = 0;
  holes = 0;
  #end: number | undefined;

  take({ decodeMs, durationMs }: Pick<Fragment, 'decodeMs' | 'durationMs'>): void {
    if (this.#end !== undefined && Math.abs(decodeMs - this.#end) > TOLERANCE_MS) this.holes++;
    this.#end = decodeMs + durationMs;
    this.fragments++;
  }

  /** Of one fragmented MP4, in pieces as they come: it may end in the middle of a fragment. */
  reader(): (piece: Buffer) => void {
    const splitter = new Splitter({
      now: Date.now,
      init: () => {},
      fragment: (fragment, pictures) => pictures && this.take(fragment),
      changed: () => this.holes++,
    });
    return (piece) => splitter.push(piece);
  }
}
