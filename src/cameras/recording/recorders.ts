import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { CameraEvent, CameraRegistry, StreamHub } from '../parts.ts';
import type { ModeRow, ModesRepository } from './modes-repository.ts';
import { Recorder, type RecorderTimes } from './recorder.ts';
import type { SegmentStore } from './segment-store.ts';
import type { SegmentReason, SegmentsRepository } from './segments-repository.ts';
import type { RecordingState, StatesRepository } from './states-repository.ts';

export interface RecordersParts {
  modes: ModesRepository;
  /** Where it is written down how each does. */
  history: Pick<StatesRepository, 'add'>;
  rows: Pick<SegmentsRepository, 'lastOf'>;
  store: SegmentStore;
  registry: Pick<CameraRegistry, 'get'>;
  hub: Pick<StreamHub, 'join'>;
  clock: Clock;
  driftOf(cameraId: string): number | null;
  /** The recording of this camera is no longer as it was. */
  changed(cameraId: string): void;
  /** A segment could not be begun. */
  failed(error: unknown): void;
  log: FastifyBaseLogger;
  times?: RecorderTimes | undefined;
}

/** What is to be recorded, and is not off. */
type Wanted = ModeRow & { mode: SegmentReason };

interface Running {
  mode: Wanted;
  recorder: Recorder;
  leave(): void;
}

/** Why nothing is recorded at all. */
export type Pause = 'disk_full' | 'no_folder' | 'waiting';

export type Recorders = ReturnType<typeof createRecorders>;

/** The recorders of all cameras that are to be recorded, and how each of them does. */
export function createRecorders(parts: RecordersParts) {
  const { modes, history, rows, store, registry, hub, clock, driftOf, changed, failed, log, times } = parts;
  const running = new Map<string, Running>();
  const states = new Map<string, { state: RecordingState; reason: string | null }>();
  /** What is being closed: a camera begins anew only behind it. */
  const ending = new Map<string, Promise<void>>();
  let pause: Pause | undefined = 'waiting';
  let closed = false;

  /** Writes down a change of state; a full disk must not end the recording for it. */
  function tell(cameraId: string, state: RecordingState, reason: string | null = null): void {
    const known = states.get(cameraId);
    if (known?.state === state && known.reason === reason) return;
    states.set(cameraId, { state, reason });
    try {
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
      tell: (state, reason) => tell(cameraId, state, reason),
      failed,
      endOfLast: rows.lastOf(cameraId)?.endedAt ?? 0,
      ...(times && { times }),
    });
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
    if (present && mode && isSame && !pause) return;
    await end(cameraId);
    // What is wanted may have changed meanwhile.
    const now = wanted();
    if (running.has(cameraId)) return;
    if (!now) {
      if (!closed && states.has(cameraId)) tell(cameraId, 'off');
    } else if (pause) tell(cameraId, pause);
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
    /** Mode, stream or the camera itself has changed. */
    settle,
    motion({ cameraId, kind, active }: CameraEvent): void {
      if (kind === 'motion') running.get(cameraId)?.recorder.motion(active);
    },
    /** Whether something of this camera is being written now. */
    isRunning: (cameraId: string) => running.get(cameraId)?.recorder.running ?? false,
    stateOf: (cameraId: string) => states.get(cameraId) ?? { state: 'off' as const, reason: null },
    async close(): Promise<void> {
      closed = true;
      const ids = [...states].filter(([, { state }]) => state !== 'off').map(([id]) => id);
      await Promise.all([...running.keys()].map(end));
      await Promise.all(ending.values());
      for (const id of ids) tell(id, 'box_off');
    },
  };
}
