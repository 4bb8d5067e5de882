import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { cameraEventsRepository } from '../../src/cameras/events/camera-events-repository.ts';
import { openIndex } from '../../src/cameras/recording/index-database.ts';
import { RECORDER_TIMES, Recorder } from '../../src/cameras/recording/recorder.ts';
import { createSegmentStore } from '../../src/cameras/recording/segment-store.ts';
import { segmentsRepository } from '../../src/cameras/recording/segments-repository.ts';
import { type RecordingState, statesRepository } from '../../src/cameras/recording/states-repository.ts';
import { addDays, localDay, localInstant } from '../../src/clock.ts';
import { type Clip, endless } from '../cameras/recording/clips.ts';
import { feed, handClock } from '../cameras/recording/rig.ts';
import type { Client, Station } from '../harness.ts';

/** The day before today. */
export const day = addDays(localDay(Date.now()), -1);

/** An instant of it, UTC ms, by its local time `HH:MM[:SS]`. */
export const at = (time: string): number => localInstant(day, time) ?? 0;

/** Adds a camera that never answers; what it has recorded is written by `recordDay`. Returns its id. */
export async function addSilentCamera(admin: Client, name: string): Promise<string> {
  const url = `rtsp://127.0.0.1:1/${encodeURIComponent(name)}`;
  return (await admin.post('/api/cameras', { name, url })).body.cameras[0].id;
}

/** A part of a day that was recorded, and what came behind it. */
export interface Recorded {
  /** UTC ms. */
  from: number;
  seconds: number;
  clip: Clip;
  reason?: 'continuous' | 'motion';
  after: RecordingState;
  /** Where no key frame comes a piece ends by force after this, ms; 14 min if not said. */
  longestMs?: number;
}

/** What the camera's clock is ahead, ms. */
export const DRIFT_MS = 3_400;

/** Records a past day, as the recorder itself would have: real files, rows, and the states that explain the gaps. */
export async function recordDay(
  { app, data }: Station,
  cameraId: string,
  parts: readonly Recorded[],
): Promise<void> {
  const index = openIndex(app.db.name);
  const rows = segmentsRepository(index);
  const states = statesRepository(index);
  const store = createSegmentStore({
    rows,
    folder: () => join(data, 'camera-recordings'),
    failed: (error) => {
      throw error;
    },
    log: app.log,
    maxWaiting: 256 * 1_048_576,
  });
  // As a recorder does that begins for the first time.
  if (!states.at(cameraId, Number.MAX_SAFE_INTEGER))
    states.add({ cameraId, at: 0, state: 'off', reason: null });
  for (const { from, seconds, clip, reason = 'continuous', after, longestMs } of parts) {
    const clock = handClock(from);
    let told: RecordingState | undefined;
    const recorder = new Recorder({
      cameraId,
      mode: reason,
      store,
      clock,
      driftOf: () => DRIFT_MS,
      hears: () => true,
      tell(state) {
        if (state !== told) states.add({ cameraId, at: clock.now(), state, reason: null });
        told = state;
      },
      failed: (error) => {
        throw error;
      },
      endOfLast: 0,
      times: { ...RECORDER_TIMES, ...(longestMs !== undefined && { longestMs }) },
    });
    if (reason === 'motion') recorder.motion(true);
    feed(recorder, { init: clip.init, fragments: lasting(clip, seconds) }, clock);
    await recorder.close();
    const why = after === 'lost' ? 'camera.unreachable' : null;
    states.add({ cameraId, at: from + seconds * 1_000, state: after, reason: why });
  }
  await store.close();
  index.close();
}

function lasting(clip: Clip, seconds: number): Clip['fragments'] {
  const fragments: Clip['fragments'][number][] = [];
  let ms = 0;
  for (const fragment of endless(clip)) {
    if (ms >= seconds * 1_000) break;
    fragments.push(fragment);
    ms += fragment.durationMs;
  }
  return fragments;
}

/** The camera said that something moved, for a few seconds each time. */
export function reportMotion({ app }: Station, cameraId: string, instants: readonly number[]): void {
  const event = { cameraId, cameraAt: null, kind: 'motion', source: '' } as const;
  cameraEventsRepository(app.db).insertAll(
    instants.flatMap((at) => [
      { ...event, id: uuidv7(), at, active: true },
      { ...event, id: uuidv7(), at: at + 8_000, active: false },
    ]),
  );
}
