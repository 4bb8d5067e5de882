import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { missingOf } from '../../../src/cameras/recording/export-gaps.ts';
import { createExports } from '../../../src/cameras/recording/exports.ts';
import { exportsRepository } from '../../../src/cameras/recording/exports-repository.ts';
import { readTimeline } from '../../../src/cameras/recording/read-timeline.ts';
import { RECORDER_TIMES } from '../../../src/cameras/recording/recorder.ts';
import { LONGEST_SEGMENT_MS } from '../../../src/cameras/recording/segments-repository.ts';
import { statesRepository } from '../../../src/cameras/recording/states-repository.ts';
import { decode, makeClip } from './clips.ts';
import { CAMERA, feed, handClock, openStore, recorderOn, T0 } from './rig.ts';

/** 40 s with the one key frame at their beginning. */
const keyless = await makeClip({ seconds: 40, size: '160x120', gop: 2_000 });

t.test(
  'a camera that sends no second key frame: no segment is too long, and all of it can be shown',
  async (t) => {
    t.ok(RECORDER_TIMES.longestMs + 30_000 < LONGEST_SEGMENT_MS);
    t.equal(keyless.fragments.filter(({ key }) => key).length, 1);
    const rig = openStore(t);
    const clock = handClock();
    const { recorder, told } = recorderOn(rig, clock, 'continuous', { segmentMs: 5_000, longestMs: 15_000 });
    feed(recorder, keyless, clock);
    await recorder.close();
    t.same(told, ['continuous']);
    const segments = rig.all();
    t.equal(segments.length, 3);
    const timeline = readTimeline(
      { rows: rig.rows, history: statesRepository(rig.db), openOf: rig.store.openOf },
      { cameraId: CAMERA, from: T0 + 1_000, to: T0 + 39_000, now: clock.at },
    );
    t.match(timeline, { spans: [{}], gaps: [] });
    t.equal(timeline.gaps.length, 0);

    clock.pass(60_000);
    const history = statesRepository(rig.db);
    const rows = exportsRepository(rig.db);
    const exports = createExports({
      rows,
      segments: rig.rows,
      folder: () => rig.folder,
      clock,
      db: rig.db,
      audit: { append: () => {} },
      missing: (row) => (sources) => missingOf({ rows: rig.rows, history }, row, sources),
      manifest: () => () => ({}),
      isReady: () => true,
      isSteady: () => true,
      changed: () => {},
      ffmpeg: 'ffmpeg',
      spawn,
      log: rig.log,
      space: async () => ({ free: 1e12, size: 1e12 }),
    });
    t.teardown(() => exports.close());
    const from = T0 + 35_000;
    const { id } = exports.ask({
      cameraId: CAMERA,
      from,
      to: T0 + 38_000,
      reason: 'Theo đề nghị',
      by: 'Người thử',
    });
    exports.wake();
    for (let i = 0; i < 400 && rows.get(id)?.endedAt === null; i++) await wait(25);
    const row = rows.get(id);
    t.match(row, { state: 'done', failure: null, missingMs: 0 });
    t.equal(row?.hasFrom, segments[0]?.startedAt, 'from the only key frame');
    execFileSync('tar', ['--extract', '--file', join(rig.folder, 'exports', `${id}.tar`)], {
      cwd: rig.folder,
    });
    const { frames, seconds } = decode(join(rig.folder, 'camera-2027-01-04-080035.mp4'));
    const length = ((row?.hasTo ?? 0) - (row?.hasFrom ?? 0)) / 1_000;
    t.ok(Math.abs(frames - 25 * length) < 3, `${frames} pictures in ${length} s`);
    t.ok(Math.abs(seconds - length) < 0.3);
  },
);
