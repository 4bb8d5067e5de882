import { join } from 'node:path';
import t from 'tap';
import { onSmallDisk } from '../../system/small-disk.ts';

const here = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** Records on a disk of 1 MB until it refuses, as fast as it takes it. */
const RECORD = `
  import { mkdtempSync, statSync } from 'node:fs';
  import { setTimeout as wait } from 'node:timers/promises';
  import { join } from 'node:path';
  const { makeClip, endless, decode } = await import(${here('clips.ts')});
  const { openDatabase } = await import(${here('../../../src/db/open.ts')});
  const { migrate } = await import(${here('../../../src/db/migrate.ts')});
  const { segmentsRepository } = await import(${here('../../../src/cameras/recording/segments-repository.ts')});
  const { createSegmentStore } = await import(${here('../../../src/cameras/recording/segment-store.ts')});
  const { segmentPath } = await import(${here('../../../src/cameras/recording/segment-paths.ts')});
  const { recorderOn, handClock, CAMERA } = await import(${here('rig.ts')});
  const folder = process.argv[1];
  const elsewhere = mkdtempSync('/tmp/tramso-small-');
  const db = openDatabase(join(elsewhere, 'x.db'));
  migrate(db, elsewhere);
  const rows = segmentsRepository(db);
  const failures = [];
  const log = { info() {}, warn() {}, error() {} };
  const store = createSegmentStore({ rows, folder: () => folder, failed: (error) => failures.push(error.code), log });
  const clip = await makeClip({ seconds: 4, size: '320x240' });
  const clock = handClock();
  const { recorder, told } = recorderOn({ store }, clock, 'continuous', { segmentMs: 3000 });
  recorder.init(clip.init);
  for (const fragment of endless(clip)) {
    clock.pass(fragment.durationMs);
    recorder.fragment({ ...fragment, at: clock.now() });
    await wait(2);
    if (failures.length > 0 || clock.at > 1e15) break;
  }
  await recorder.close();
  await store.close();
  const all = rows.within(CAMERA, 0, Number.MAX_SAFE_INTEGER, 1000);
  const files = all.map((row) => ({ row, path: join(folder, segmentPath(row)) }));
  const segments = files.map(({ row, path }) => ({
    bytes: row.bytes, size: statSync(path).size, ms: row.endedAt - row.startedAt, frames: decode(path).frames }));
  console.log(JSON.stringify({ failures: [...new Set(failures)], segments, usage: rows.usage(CAMERA) }));
  db.close();
  (await import('node:fs')).rmSync(elsewhere, { recursive: true });
`;

interface Told {
  failures: string[];
  segments: { bytes: number; size: number; ms: number; frames: number }[];
  usage: { bytes: number };
}

t.test('a disk that fills up in the middle of a segment leaves whole segments', async (t) => {
  const told = await onSmallDisk<Told>(t, '1m', RECORD);
  if (!told) return;
  t.same(told.failures, ['ENOSPC']);
  t.ok(told.segments.length >= 2);
  for (const { bytes, size, ms, frames } of told.segments) {
    t.equal(size, bytes, 'cut back to whole fragments');
    t.ok(Math.abs(frames - ms / 40) <= 2, `${frames} pictures in ${ms} ms`);
  }
  t.equal(
    told.usage.bytes,
    told.segments.reduce((sum, { bytes }) => sum + bytes, 0),
  );
});
