import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import { guarded } from '../../repeat.ts';
import type { CameraEvent, CameraRegistry, StreamHub } from '../parts.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { ModeRow, ModesRepository } from './modes-repository.ts';
import { Recorder, type RecorderTimes } from './recorder.ts';
import type { SegmentStore } from './segment-store.ts';
import type { SegmentReason, SegmentsRepository } from './segments-repository.ts';
import type { RecordingState, StatesRepository } from './states-repository.ts';

export interface RecordersParts {
  modes: ModesRepository;
  /** Where it is written down how each does. */
  history: Pick<StatesRepository, 'add' | 'at'>;
  rows: Pick<SegmentsRepository, 'lastOf'>;
  store: SegmentStore;
  registry: Pick<CameraRegistry, 'get'>;
  hub: Pick<StreamHub, 'join'>;
  clock: Clock;
  driftOf(cameraId: string): number | null;
  /** Whether a camera's reports of motion arrive now. */
  hears(cameraId: string): boolean;
  /** Whether something moves before it now, as far as it said. */
  moves(cameraId: string): boolean;
  /** The recording of this camera is no longer as it was. */
  changed(cameraId: string): void;
  /** A segment could not be begun. */
  failed(error: unknown, cameraId: string): void;
  log: FastifyBaseLogger;
  /** That of all cameras. */
  memory: MemoryBudget;
  times?: RecorderTimes | undefined;
}

/** What is to be recorded, and is not off. */
type Wanted = ModeRow & { mode: SegmentReason };

interface Running {
  mode: Wanted;
  recorder: Recorder;
  leave(): void;
}

interface Rest {
  /** Monotonic ms. */
  until: number;
  ms: number;
}

/** A camera whose file could not be written is left alone for so long, and for longer each time it happens again. */
const REST_MS = 20_000;
const LONGEST_REST_MS = 600_000;
/** Whoever has written for so long is well again. */
const HELD_MS = 60_000;
/** A recording that should be under way and is not for so long has failed. */
const FAILED_AFTER_MS = 90_000;
/** So often in so long: the disk is too slow, and it was no passing stall. */
const SLOW_OFTEN = 3;
const SLOW_WITHIN_MS = 600_000;

const FAILED = new Set<RecordingState>(['unwritable', 'disk_full', 'no_folder']);

/** Why nothing is recorded at all. */
export type Pause = 'disk_full' | 'no_folder' | 'waiting';

export type Recorders = ReturnType<typeof createRecorders>;

/** The recorders of all cameras that are to be recorded, and how each of them does. */
export function createRecorders(parts: RecordersParts) {
  const { modes, history, rows, store, registry, hub, clock, driftOf, changed, failed, log, memory, times } =
    parts;
  const { hears, moves } = parts;
  const running = new Map<string, Running>();
  const states = new Map<string, { state: RecordingState; reason: string | null; since: number }>();
  /** When the disk did not keep up with a camera, monotonic ms. */
  const stalls = new Map<string, number[]>();
  const rests = new Map<string, Rest>();
  const createdAt = clock.monotonic();
  /** What is being closed: a camera begins anew only behind it. */
  const ending = new Map<string, Promise<void>>();
  let pause: Pause | undefined = 'waiting';
  let closed = false;

  /** Writes down a change of state; a full disk must not end the recording for it. */
  function tell(cameraId: string, state: RecordingState, reason: string | null = null): void {
    const known = states.get(cameraId);
    if (known?.state === state && known.reason === reason) return;
    states.set(cameraId, { state, reason, since: clock.monotonic() });
    if (state === 'slow') stalls.set(cameraId, [...stallsOf(cameraId), clock.monotonic()]);
    try {
      // Before it was recorded for the first time it was off, and nothing else.
      if (!history.at(cameraId, Number.MAX_SAFE_INTEGER))
        history.add({ cameraId, at: 0, state: 'off', reason: null });
      history.add({ cameraId, at: clock.now(), state, reason });
    } catch (error) {
      log.warn({ err: error, cameraId, state }, 'a state of a recording could not be written');
    }
    log.info({ cameraId, state, reason }, 'recording changed');
    changed(cameraId);
  }

  function begin(mode: Wanted): void {
    const { cameraId } = mode;
    const recorder = new Recorder({
      cameraId,
      mode: mode.mode,
      store,
      clock,
      driftOf,
      hears,
      tell: (state, reason) => tell(cameraId, state, reason),
      failed: (error) => failed(error, cameraId),
      endOfLast: rows.lastOf(cameraId)?.endedAt ?? 0,
      memory,
      ...(times && { times }),
    });
    // What began before this recorder did, and still goes on.
    if (moves(cameraId)) recorder.motion(true);
    tell(cameraId, 'waiting');
    const one: Running = { mode, recorder, leave: () => {} };
    running.set(cameraId, one);
    one.leave = hub.join(cameraId, mode.stream, recorder);
  }

  async function end(cameraId: string): Promise<void> {
    const one = running.get(cameraId);
    if (!one) return ending.get(cameraId);
    running.delete(cameraId);
    one.leave();
    const ended = one.recorder.close().finally(() => ending.delete(cameraId));
    ending.set(cameraId, ended);
    await ended;
  }

  function stallsOf(cameraId: string): number[] {
    return (stalls.get(cameraId) ?? []).filter((at) => clock.monotonic() - at < SLOW_WITHIN_MS);
  }

  /** Why nothing of a camera is recorded now, though it is wanted. */
  function heldUp(cameraId: string): Pause | 'unwritable' | undefined {
    const rest = rests.get(cameraId);
    return pause ?? (rest && clock.monotonic() < rest.until ? 'unwritable' : undefined);
  }

  /** Makes what is done the same as what is wanted. */
  async function settle(cameraId: string): Promise<void> {
    const wanted = (): Wanted | undefined => {
      const row = modes.get(cameraId);
      if (closed || !row || row.mode === 'off' || !registry.get(cameraId)?.enabled) return undefined;
      return { ...row, mode: row.mode };
    };
    const present = running.get(cameraId);
    const mode = wanted();
    const isSame = present?.mode.mode === mode?.mode && present?.mode.stream === mode?.stream;
    if (present && mode && isSame && !heldUp(cameraId)) return;
    await end(cameraId);
    // What is wanted may have changed meanwhile.
    const now = wanted();
    if (running.has(cameraId)) return;
    if (!now) {
      if (!closed && states.has(cameraId)) tell(cameraId, 'off');
      stalls.delete(cameraId);
      return;
    }
    const why = heldUp(cameraId);
    if (why) tell(cameraId, why);
    else begin(now);
  }

  return {
    /** Begins with all that is to be recorded, or goes on behind a pause. */
    async resume(): Promise<void> {
      pause = undefined;
      await Promise.all(modes.all().map(({ cameraId }) => settle(cameraId)));
    },
    /** Ends all recording until `resume`. */
    async pause(why: Pause): Promise<void> {
      pause = why;
      await Promise.all(modes.all().map(({ cameraId }) => settle(cameraId)));
    },
    paused: () => pause,
    /** Something is to be recorded. */
    isWanted: () => modes.all().some(({ mode }) => mode !== 'off'),
    /** A file of this camera could not be written: it alone rests for a while. */
    refused(cameraId: string, error: unknown): void {
      const now = clock.monotonic();
      const before = rests.get(cameraId);
      // Another of its files tells the same.
      if (before && now < before.until) return;
      const ms = before ? Math.min(2 * before.ms, LONGEST_REST_MS) : REST_MS;
      rests.set(cameraId, { until: now + ms, ms });
      log.error({ err: error, cameraId }, 'a recording could not be written');
      void guarded(() => settle(cameraId), { log, work: 'a recording rests' })();
    },
    /** Tries again with whoever has rested; called again and again. */
    async retry(): Promise<void> {
      const now = clock.monotonic();
      for (const [cameraId, { until }] of rests) {
        if (now < until) continue;
        if (states.get(cameraId)?.state === 'unwritable') await settle(cameraId);
        else if (now - until > HELD_MS) rests.delete(cameraId);
      }
    },
    /** Mode, stream or the camera itself has changed. */
    settle,
    motion({ cameraId, kind, active }: CameraEvent): void {
      if (kind === 'motion') running.get(cameraId)?.recorder.motion(active);
    },
    /** Whether something of this camera is being written now. */
    isRunning: (cameraId: string) => running.get(cameraId)?.recorder.running ?? false,
    stateOf(cameraId: string): { state: RecordingState; reason: string | null } {
      const { state = 'off', reason = null } = states.get(cameraId) ?? {};
      return { state, reason };
    },
    /**
     * Whether what is to be recorded of this camera is not, or has not been for too long. That no picture comes from
     * it is another matter.
     */
    hasFailed(cameraId: string): boolean {
      const { state = 'waiting', since = createdAt } = states.get(cameraId) ?? {};
      if (FAILED.has(state)) return true;
      if (state === 'waiting' && clock.monotonic() - since > FAILED_AFTER_MS) return true;
      return (running.get(cameraId)?.recorder.unstoredMs ?? 0) > FAILED_AFTER_MS;
    },
    /** The disk did not keep up with it several times of late. */
    isSlow: (cameraId: string) => stallsOf(cameraId).length >= SLOW_OFTEN,
    /** For how long its reports of motion have not arrived, ms. */
    deafMs(cameraId: string): number {
      const { state, since = 0 } = states.get(cameraId) ?? {};
      return state === 'deaf' ? clock.monotonic() - since : 0;
    },
    async close(): Promise<void> {
      closed = true;
      const ids = [...states].filter(([, { state }]) => state !== 'off').map(([id]) => id);
      await Promise.all([...running.keys()].map(end));
      await Promise.all(ending.values());
      for (const id of ids) tell(id, 'box_off');
    },
  };
}
