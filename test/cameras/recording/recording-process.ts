import { pino } from 'pino';
import { Recorder } from '../../../src/cameras/recording/recorder.ts';
import { createSegmentStore } from '../../../src/cameras/recording/segment-store.ts';
import { segmentsRepository } from '../../../src/cameras/recording/segments-repository.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { endless, makeClip } from './clips.ts';
import { CAMERA } from './rig.ts';

/** Records in real time until it is killed; prints how far the stream is, ms, at each fragment. */
const [database = '', folder = ''] = process.argv.slice(2);
const clip = await makeClip({ seconds: 4, size: '320x240' });
const db = openDatabase(database);
const store = createSegmentStore({
  rows: segmentsRepository(db),
  folder: () => folder,
  failed: (error) => {
    throw error;
  },
  log: pino({ level: 'silent' }),
});
const recorder = new Recorder({
  cameraId: CAMERA,
  mode: 'continuous',
  store,
  clock: { now: Date.now, monotonic: () => performance.now(), trusted: () => true },
  driftOf: () => null,
  hears: () => true,
  tell: () => {},
  failed: (error) => {
    throw error;
  },
  endOfLast: 0,
});
recorder.init(clip.init);
const began = performance.now();
for (const fragment of endless(clip)) {
  const end = fragment.decodeMs + fragment.durationMs;
  await new Promise((resolve) => setTimeout(resolve, Math.max(began + end - performance.now(), 0)));
  recorder.fragment({ ...fragment, at: Date.now() });
  process.stdout.write(`${Math.round(end)}\n`);
}
