import { join } from 'node:path';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { StreamListener } from '../../../src/cameras/parts.ts';
import type { MemoryBudget } from '../../../src/cameras/recording/memory-budget.ts';
import { RECORDER_TIMES, Recorder, type RecorderTimes } from '../../../src/cameras/recording/recorder.ts';
import { segmentPath } from '../../../src/cameras/recording/segment-paths.ts';
import { createSegmentStore } from '../../../src/cameras/recording/segment-store.ts';
import type { SegmentReason } from '../../../src/cameras/recording/segments-repository.ts';
import { segmentsRepository } from '../../../src/cameras/recording/segments-repository.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { stationFolder } from '../../station-folder.ts';
import type { Clip } from './clips.ts';

export const CAMERA = '01935b6e-0000-7000-8000-000000000001';
export const T0 = Date.UTC(2027, 0, 4, 1);
const quiet = pino({ level: process.env.TRAMSO_TEST_LOG ?? 'silent' });

/** A clock that a test moves. */
export function handClock(at = T0) {
  const clock = {
    at,
    mono: 5_000,
    now: () => clock.at,
    monotonic: () => clock.mono,
    trusted: () => true,
    pass(ms: number) {
      clock.at += ms;
      clock.mono += ms;
    },
  };
  return clock;
}

export type HandClock = ReturnType<typeof handClock>;

/** A database and a store of segments on a folder of the test. */
export function openStore(
  t: Test,
  options: { maxWaiting?: number; at?: string; memory?: MemoryBudget } = {},
) {
  const top = stationFolder(t);
  const { at: folder = join(top, 'recordings'), maxWaiting, memory } = options;
  const db = openDatabase(join(top, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, top);
  const rows = segmentsRepository(db);
  const failures: unknown[] = [];
  const store = createSegmentStore({
    rows,
    folder: () => folder,
    failed: (error) => failures.push(error),
    log: quiet,
    ...(maxWaiting !== undefined && { maxWaiting }),
    ...(memory && { memory }),
  });
  t.teardown(() => store.close());
  const all = () =>
    rows
      .within(CAMERA, 0, Number.MAX_SAFE_INTEGER, 1_000)
      .map((row) => ({ ...row, path: join(folder, segmentPath(row)) }));
  return { db, rows, store, folder, failures, all, log: quiet };
}

export function recorderOn(
  { store }: Pick<ReturnType<typeof openStore>, 'store'>,
  clock: HandClock,
  mode: SegmentReason = 'continuous',
  times: Partial<RecorderTimes> = {},
  { cameraId = CAMERA, memory }: { cameraId?: string; memory?: MemoryBudget } = {},
) {
  const told: string[] = [];
  const heard = { now: true };
  const recorder = new Recorder({
    cameraId,
    mode,
    store,
    clock,
    driftOf: () => 1_500,
    hears: () => heard.now,
    tell: (state, reason) => {
      const text = reason === undefined ? state : `${state} ${reason}`;
      if (told.at(-1) !== text) told.push(text);
    },
    failed: (error) => {
      throw error;
    },
    endOfLast: 0,
    ...(memory && { memory }),
    times: { ...RECORDER_TIMES, ...times },
  });
  return { recorder, told, heard };
}

/** Sends a clip as a camera would, on the test's clock; the network takes 30 ms. */
export function feed(
  listener: StreamListener,
  { init, fragments }: Clip,
  clock: HandClock,
  onFragment: (i: number) => void = () => {},
): void {
  listener.init(init);
  for (const [i, fragment] of fragments.entries()) {
    clock.pass(fragment.durationMs);
    onFragment(i);
    listener.fragment({ ...fragment, at: clock.now() + 30 });
  }
}
