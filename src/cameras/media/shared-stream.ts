import type { Fragment, StreamInit, StreamListener } from '../parts.ts';
import { delayAfter } from './backoff.ts';
import type { Copy, CopyOptions } from './copy.ts';
import { SinceKeyFrame } from './key-frames.ts';
import type { StreamAddress } from './rtsp-address.ts';
import type { StartGate } from './start-gate.ts';

/** What to open now, or why that cannot be done. */
export type Opening = Source | { reason: string };

/** What ffmpeg is to read; `direct` where that may be done without it. */
export interface Source extends Pick<CopyOptions, 'source' | 'video' | 'encodesSound'> {
  direct?: StreamAddress | undefined;
}

export interface SharedStreamParts {
  /** Asked before each start: account and address may have changed. */
  open(): Opening;
  start(opening: Source, ears: Pick<CopyOptions, 'init' | 'fragment' | 'ended'>): Copy;
  gate: StartGate;
  random(): number;
  /** How long it goes on after the last listener has left. */
  lingerMs: number;
  /** Who joins while it waits is not made to wait: it is tried this long after it failed last, or at once. */
  hasteMs: number;
  /** Its state has changed: null it runs, else why not. Told once a change. */
  turned(reason: string | null, stderr: string): void;
  /** A listener threw: its own fault, and nobody else's loss. */
  broke(error: unknown): void;
  /** Nobody has used it for `lingerMs`. */
  unused(): void;
}

/** For its next try, by performance.now(). */
interface Waiting {
  since: number;
  until: number;
}

/** No loss: it is begun again at once, with its sound encoded, or with another way to sign in. */
export const OTHER_WAY = 'camera.other_way';

/** One that ran for so long was well: its next failure counts as the first, and a new picture size as none. */
const WELL_MS = 5_000;

/** One camera stream and all who take from it: begun with the first, ended some seconds after the last. */
export class SharedStream {
  readonly #parts: SharedStreamParts;
  readonly #listeners = new Set<StreamListener>();
  readonly #sinceKey = new SinceKeyFrame();
  #init: StreamInit | undefined;
  #copy: Copy | undefined;
  /** Those that were told to end and have not yet. */
  readonly #ending = new Set<Promise<void>>();
  #begun = false;
  #failures = 0;
  #runsSince: number | undefined;
  /** Before the first picture and the first failure there is nothing to tell. */
  #reason: string | null | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Undefined but between two tries. */
  #waiting: Waiting | undefined;
  #linger: NodeJS.Timeout | undefined;
  #leaveGate = () => {};
  lastFrameAt: number | null = null;

  constructor(parts: SharedStreamParts) {
    this.#parts = parts;
  }

  /** Null while it runs, and before anything is known. */
  get reason(): string | null {
    return this.#reason ?? null;
  }

  /** What a player needs to show the latest picture; undefined while there is none. */
  get latest(): { init: StreamInit; fragments: readonly Fragment[] } | undefined {
    if (!this.#init || this.#sinceKey.isEmpty) return undefined;
    return { init: this.#init, fragments: this.#sinceKey.fragments };
  }

  join(listener: StreamListener): () => void {
    clearTimeout(this.#linger);
    this.#tell([listener], (one) => {
      if (this.#init) one.init(this.#init);
      for (const fragment of this.#sinceKey.fragments) one.fragment(fragment);
      if (this.#reason) one.lost(this.#reason);
    });
    this.#listeners.add(listener);
    if (!this.#begun) this.#begin(true);
    else if (this.#waiting) this.#hasten(this.#waiting);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#lingerOn();
    };
  }

  /** Ends what runs and begins anew, at once. */
  restart(): void {
    this.#stop();
    this.#failures = 0;
    this.#begin(true);
  }

  /** Ends it for good; whoever still listens is told why. */
  async end(reason?: string): Promise<void> {
    clearTimeout(this.#linger);
    this.#stop();
    if (reason) this.#tell(this.#listeners, (listener) => listener.lost(reason));
    this.#listeners.clear();
    await Promise.all(this.#ending);
  }

  #lingerOn(): void {
    this.#linger = setTimeout(() => {
      this.#parts.unused();
    }, this.#parts.lingerMs);
  }

  /** A camera that is back is shown to whoever has just opened its page, not a minute later. */
  #hasten({ since, until }: Waiting): void {
    const soonest = Math.max(performance.now(), since + this.#parts.hasteMs);
    if (soonest < until) this.#wait({ since, until: soonest }, true);
  }

  #wait(waiting: Waiting, urgent: boolean): void {
    clearTimeout(this.#retry);
    this.#waiting = waiting;
    this.#retry = setTimeout(() => this.#begin(urgent), waiting.until - performance.now());
  }

  #begin(urgent: boolean): void {
    this.#begun = true;
    this.#waiting = undefined;
    this.#leaveGate = this.#parts.gate.enter(() => this.#open(), urgent);
  }

  #open(): void {
    const opening = this.#parts.open();
    if ('reason' in opening) {
      this.#failed(opening.reason, '');
      return;
    }
    this.#copy = this.#parts.start(opening, {
      init: (init) => this.#began(init),
      fragment: (fragment, pictures) => this.#pass(fragment, pictures),
      ended: (reason, stderr) => this.#failed(reason, stderr),
    });
  }

  #began(init: StreamInit): void {
    this.#init = init;
    this.#tell(this.#listeners, (listener) => listener.init(init));
  }

  #pass(fragment: Fragment, pictures: boolean): void {
    if (pictures) this.lastFrameAt = fragment.at;
    if (pictures && this.#runsSince === undefined) {
      this.#runsSince = performance.now();
      this.#turn(null, '');
    }
    this.#sinceKey.add(fragment);
    this.#tell(this.#listeners, (listener) => listener.fragment(fragment));
  }

  #failed(reason: string, stderr: string): void {
    const wasWell = this.#runsSince !== undefined && performance.now() - this.#runsSince > WELL_MS;
    this.#stop();
    if (reason === OTHER_WAY || (wasWell && reason === 'camera.changed')) {
      this.#begin(true);
      return;
    }
    this.#failures = wasWell ? 1 : this.#failures + 1;
    this.#turn(reason, stderr);
    this.#tell(this.#listeners, (listener) => listener.lost(reason));
    const since = performance.now();
    this.#wait({ since, until: since + delayAfter(this.#failures, this.#parts.random()) }, false);
  }

  /** Over a copy, since whoever is told may leave. */
  #tell(listeners: Iterable<StreamListener>, say: (listener: StreamListener) => void): void {
    for (const listener of [...listeners]) {
      try {
        say(listener);
      } catch (error) {
        this.#parts.broke(error);
      }
    }
  }

  #turn(reason: string | null, stderr: string): void {
    if (reason === this.#reason) return;
    this.#reason = reason;
    this.#parts.turned(reason, stderr);
  }

  #stop(): void {
    clearTimeout(this.#retry);
    this.#waiting = undefined;
    this.#leaveGate();
    this.#init = undefined;
    this.#runsSince = undefined;
    this.#sinceKey.clear();
    const ending = this.#copy?.end();
    this.#copy = undefined;
    if (!ending) return;
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}
