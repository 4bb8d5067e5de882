import type { Clock } from '../../clock.ts';
import type { Fragment, StreamInit, StreamListener } from '../parts.ts';
import { BoxTime } from './box-time.ts';
import { MemoryBudget } from './memory-budget.ts';
import { MotionWindow } from './motion-window.ts';
import { PreRoll } from './pre-roll.ts';
import type { OpenSegment, SegmentStore } from './segment-store.ts';
import type { SegmentReason } from './segments-repository.ts';
import type { RecordingState } from './states-repository.ts';

export interface RecorderTimes {
  /** A segment ends at the first key frame behind this. */
  segmentMs: number;
  /** And here at the latest, also where no key frame comes: none may be longer (LONGEST_SEGMENT_MS). */
  longestMs: number;
  /** How much of what was before an event is recorded with it, at least. */
  preRollMs: number;
  preRollBytes: number;
  /** How long to go on after an event. */
  postRollMs: number;
}

export const RECORDER_TIMES: RecorderTimes = {
  segmentMs: 60_000,
  longestMs: 14 * 60_000,
  preRollMs: 10_000,
  preRollBytes: 6 * 1_048_576,
  postRollMs: 20_000,
};

export interface RecorderParts {
  cameraId: string;
  mode: SegmentReason;
  store: Pick<SegmentStore, 'begin'>;
  clock: Clock;
  /** The camera's clock minus the box's, ms, where it is known. */
  driftOf(cameraId: string): number | null;
  /** Whether the camera's reports of motion arrive now; without them all of it is recorded. */
  hears(cameraId: string): boolean;
  /** Told often; only a change means something. */
  tell(state: RecordingState, reason?: string): void;
  /** The segment could not be begun. */
  failed(error: unknown): void;
  /** Where the newest recording of this camera ends, UTC ms. */
  endOfLast: number;
  /** For what waits for an event; that of all cameras. */
  memory?: MemoryBudget;
  times?: RecorderTimes;
}

/** Two segments that meet may overlap by so much where the network made the second one seem early. */
const JITTER_MS = 5_000;

/** Records one stream: continuous, or around motion. */
export class Recorder implements StreamListener {
  readonly #parts: RecorderParts;
  readonly #times: RecorderTimes;
  readonly #preRoll: PreRoll;
  readonly #motion: MotionWindow;
  #init: StreamInit | undefined;
  #time: BoxTime;
  #segment: OpenSegment | undefined;
  /** Where the present segment began in the stream. */
  #segmentDecodeMs = 0;
  #endOfLast: number;
  /** Segments that are not on the disk yet. */
  readonly #closing = new Set<Promise<void>>();
  /** The disk did not keep up: nothing is taken before it has. */
  #catchingUp = false;
  /** What comes before the next key frame is lost: the pictures that it needs found no room. */
  #lacksGroup = false;
  #deaf = false;
  /** Since when pictures come that should be stored and are not, monotonic ms. */
  #unstoredSince: number | undefined;
  #ended = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#times = parts.times ?? RECORDER_TIMES;
    const { memory = new MemoryBudget() } = parts;
    this.#preRoll = new PreRoll(
      { ms: this.#times.preRollMs, bytes: this.#times.preRollBytes },
      memory.shareOf(parts.cameraId),
    );
    this.#motion = new MotionWindow(this.#times.postRollMs);
    this.#time = new BoxTime(parts.clock);
    this.#endOfLast = parts.endOfLast;
  }

  init(init: StreamInit): void {
    if (this.#ended) return;
    this.#finish();
    this.#preRoll.clear();
    this.#init = init;
    this.#time = new BoxTime(this.#parts.clock);
  }

  fragment(fragment: Fragment): void {
    if (this.#ended || !this.#init) return;
    if (this.#time.observe(fragment.at, fragment.decodeMs + fragment.durationMs)) this.#finish();
    const now = this.#parts.clock.monotonic();
    if (this.#parts.mode === 'motion' && !this.#isWorthIt(now)) {
      this.#finish();
      this.#preRoll.push(fragment);
      this.#unstoredSince = undefined;
      return;
    }
    this.#unstoredSince ??= now;
    if (this.#parts.mode === 'continuous' || this.#segment) {
      this.#add(fragment);
      return;
    }
    this.#preRoll.push(fragment);
    this.#lacksGroup = this.#preRoll.isCut;
    if (this.#lacksGroup) this.#parts.tell('slow');
    for (const kept of this.#preRoll.take()) this.#add(kept);
  }

  /** Something moves, or did a moment ago; or nobody would say so, and then all of it is. */
  #isWorthIt(now: number): boolean {
    const { cameraId, hears, tell } = this.#parts;
    this.#deaf = !hears(cameraId);
    if (this.#deaf) this.#motion.extend(now);
    const isOpen = this.#motion.isOpen(now);
    const isLosing = this.#catchingUp || (isOpen && this.#lacksGroup);
    if (!isLosing) tell(this.#deaf ? 'deaf' : 'motion');
    return isOpen;
  }

  lost(reason: string): void {
    if (this.#ended) return;
    this.#finish();
    this.#preRoll.clear();
    this.#unstoredSince = undefined;
    this.#parts.tell('lost', reason);
  }

  /** The camera says that something moves, or no longer does. */
  motion(active: boolean): void {
    this.#motion.report(active, this.#parts.clock.monotonic());
  }

  /** Whether something is being written now. */
  get running(): boolean {
    return this.#segment !== undefined;
  }

  /** For how long pictures have come that should be stored and are not, ms. */
  get unstoredMs(): number {
    if (this.#unstoredSince === undefined) return 0;
    return this.#parts.clock.monotonic() - this.#unstoredSince;
  }

  /** Takes nothing more; resolves when all of it is on the disk. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#finish();
    this.#preRoll.clear();
    await Promise.all(this.#closing);
  }

  #add(fragment: Fragment): void {
    if (this.#catchingUp) return;
    const ends = this.#segment !== undefined && this.#isLongEnough(fragment);
    if (ends) this.#finish(this.#time.at(fragment.decodeMs));
    if (!this.#segment) {
      // What follows without a hole needs no key frame of its own: it has that of the segment before.
      if (!fragment.key && !ends) return;
      this.#begin(fragment);
    }
    if (!this.#segment) return;
    if (this.#segment.append(fragment)) {
      this.#unstoredSince = undefined;
      return;
    }
    // Dropped up to the next key frame behind what waits: a hole that is known is better than a queue that grows.
    this.#catchingUp = true;
    this.#parts.tell('slow');
    const closed = this.#finish();
    void closed.then(() => {
      this.#catchingUp = false;
    });
  }

  /** Whether the present segment ends before this fragment. */
  #isLongEnough({ key, decodeMs }: Fragment): boolean {
    const { segmentMs, longestMs } = this.#times;
    const lengthMs = decodeMs - this.#segmentDecodeMs;
    return lengthMs >= longestMs || (key && lengthMs >= segmentMs);
  }

  #begin({ decodeMs }: Fragment): void {
    const { cameraId, mode, store, tell, failed } = this.#parts;
    if (!this.#init) return;
    const told = this.#time.at(decodeMs);
    const overlap = this.#endOfLast - told;
    const startedAt = overlap > 0 && overlap < JITTER_MS ? this.#endOfLast : told;
    const driftMs = this.#parts.driftOf(cameraId);
    try {
      this.#segment = store.begin({
        cameraId,
        startedAt,
        init: this.#init,
        reason: this.#deaf ? 'continuous' : mode,
        driftMs,
        firstDecodeMs: decodeMs,
      });
    } catch (error) {
      failed(error);
      return;
    }
    this.#segmentDecodeMs = decodeMs;
    tell(this.#deaf ? 'deaf' : mode);
  }

  /** Ends the present segment, at `endedAt` where the next one follows without a hole. */
  #finish(endedAt?: number): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    if (!segment) return Promise.resolve();
    const closed = segment.close(endedAt).then(() => {
      this.#closing.delete(closed);
    });
    this.#closing.add(closed);
    this.#endOfLast = endedAt ?? segment.endsAt;
    return closed;
  }
}
