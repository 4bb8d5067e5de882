import type { Fragment, StreamInit } from '../../parts.ts';
import type { StreamRole } from '../../schemas.ts';
import type { Hub } from '../hub.ts';
import type { Offer } from './loopback.ts';
import type { Mpeg1Viewer } from './mpeg1-viewer.ts';
import { type Muxer, startMuxer } from './muxer.ts';
import { TsPackets } from './ts-packets.ts';

export interface TranscodeParts {
  hub: Pick<Hub, 'join'>;
  program: string;
  cameraId: string;
  role: StreamRole;
  offer(): Offer;
}

/** One muxer on one run of the camera's stream: an MP4 can't begin anew in the middle. */
interface Run {
  offer: Offer;
  muxer: Muxer;
}

/** A muxer that does not keep up goes on at the next key frame. */
const FULL_BYTES = 8 * 1024 * 1024;

/** One camera stream made into MPEG-1, once for all who watch it. */
export class Transcode {
  readonly viewers = new Set<Mpeg1Viewer>();
  readonly #parts: TranscodeParts;
  readonly #ending = new Set<Promise<void>>();
  #leave: (() => void) | undefined;
  #init: StreamInit | undefined;
  #run: Run | undefined;
  #skipping = false;

  constructor(parts: TranscodeParts) {
    this.#parts = parts;
  }

  start(): void {
    const { hub, cameraId, role } = this.#parts;
    this.#leave = hub.join(cameraId, role, {
      init: (init) => {
        this.#stop();
        this.#init = init;
      },
      fragment: (fragment) => this.#pass(fragment),
      lost: (reason) => {
        this.#stop();
        this.#init = undefined;
        for (const viewer of this.viewers) viewer.lost(reason);
      },
    });
  }

  async end(): Promise<void> {
    this.#leave?.();
    this.#stop();
    await Promise.all(this.#ending);
  }

  /** A muxer that has ended is begun again at the next key frame. */
  #pass({ data, key }: Fragment): void {
    if (!this.#run && key && this.#init) this.#begin(this.#init);
    const run = this.#run;
    if (!run) return;
    const isFull = run.offer.buffered > FULL_BYTES;
    if (isFull) this.#skipping = true;
    else if (key) this.#skipping = false;
    if (!this.#skipping) run.offer.write(data);
  }

  #begin(init: StreamInit): void {
    const offer = this.#parts.offer();
    offer.write(init.data);
    const packets = new TsPackets();
    const muxer = startMuxer({
      url: offer.url,
      program: this.#parts.program,
      data: (chunk) => {
        const whole = packets.push(chunk);
        for (const viewer of this.viewers) viewer.packets(whole);
      },
      ended: () => {
        if (this.#run?.muxer === muxer) this.#stop();
      },
    });
    this.#run = { offer, muxer };
    this.#skipping = false;
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    if (!run) return;
    run.offer.close();
    const gone = run.muxer.end();
    this.#ending.add(gone);
    void gone.finally(() => this.#ending.delete(gone));
  }
}
