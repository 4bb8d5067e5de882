import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { mendOpen } from '../../../src/cameras/recording/mend.ts';
import { reconcile } from '../../../src/cameras/recording/reconcile.ts';
import { decode, makeClip } from './clips.ts';
import { CAMERA, feed, handClock, openStore, recorderOn } from './rig.ts';

const clip = await makeClip({ seconds: 8, size: '160x120' });
const isOurs = async () => true;
const never = new AbortController().signal;

t.test('killed while it records, the last second at most is lost', async (t) => {
  const rig = openStore(t);
  const script = join(import.meta.dirname, 'recording-process.ts');
  const child = spawn(process.execPath, [script, rig.db.name, rig.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let far = 0;
  let lines = '';
  child.stdout.on('data', (text: Buffer) => {
    lines = (lines + text).slice(-200);
    far = Number(lines.trimEnd().split('\n').at(-1));
  });
  for (const end = Date.now() + 30_000; far < 6_300 && Date.now() < end; await wait(20));
  const killedAt = Date.now();
  child.kill('SIGKILL');
  await once(child, 'close');
  t.ok(far >= 6_300);

  const [open] = rig.rows.open();
  t.ok(open, 'the row was there before the pictures');
  await mendOpen({ ...rig, isOurs, isOpen: rig.store.isOpen });
  t.same(rig.rows.open(), []);
  const [{ startedAt = 0, endedAt = 0, bytes = 0, path = '' } = {}] = rig.all();
  t.ok(killedAt - (endedAt ?? 0) < 1_000, `${killedAt - (endedAt ?? 0)} ms lost`);
  t.ok(far - ((endedAt ?? 0) - startedAt) < 500);
  t.equal(statSync(path).size, bytes);
  t.ok(Math.abs(decode(path).frames - ((endedAt ?? 0) - startedAt) / 40) < 2);
  t.same(rig.rows.usage(CAMERA), { segments: 1, bytes });
});

t.test('what a power cut leaves half written is cut off, what holds nothing goes', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const init = clip.init;
  const begin = (startedAt: number) =>
    rig.store.begin({
      cameraId: CAMERA,
      startedAt,
      init,
      reason: 'continuous',
      driftMs: null,
      firstDecodeMs: 0,
    });
  const whole = begin(clock.at);
  for (const fragment of clip.fragments.slice(0, 20)) whole.append({ ...fragment, at: 0 });
  const empty = begin(clock.at + 60_000);
  const lost = begin(clock.at + 120_000);
  const files = () => rig.all().map(({ path }) => path);
  for (let i = 0; i < 100 && whole.bytes === 0; i++) await wait(10);
  await Promise.all([whole, empty, lost].map((one) => one.close()));
  t.equal(files().length, 1, 'a segment without a picture leaves nothing');

  rig.db.exec('UPDATE camera_segments SET ended_at = NULL, bytes = 0');
  rig.db.exec('UPDATE camera_recording_usage SET bytes = 0');
  const [path = ''] = files();
  const { size } = statSync(path);
  appendFileSync(path, clip.fragments[20]?.data.subarray(0, 300) ?? '');
  rig.rows.insert({ ...whole.row, id: '01935b6e-0000-7000-8000-00000000aaaa', startedAt: clock.at + 60_000 });
  const [, gone] = rig.all();
  mkdirSync(dirname(gone?.path ?? ''), { recursive: true });
  writeFileSync(gone?.path ?? '', init.data);
  rig.rows.insert({ ...whole.row, id: '01935b6e-0000-7000-8000-00000000bbbb', startedAt: clock.at + 70_000 });
  await mendOpen({ ...rig, isOurs, isOpen: () => false });
  t.equal(statSync(path).size, size);
  t.match(rig.all(), [{ bytes: size, endedAt: clock.at + 4_000 }]);
  t.same(rig.rows.usage(CAMERA), { segments: 1, bytes: size });
});

t.test('files and rows are brought together', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock, 'continuous', { segmentMs: 2_000 });
  feed(recorder, clip, clock);
  await recorder.close();
  const before = rig.all();
  t.equal(before.length, 4);
  const together = () => reconcile({ ...rig, isOurs, isOpen: () => false, closing: never });
  await together();
  t.same(rig.all(), before, 'nothing was wrong');

  const usage = rig.rows.usage(CAMERA);
  rig.rows.remove(before.slice(1, 3));
  await together();
  t.same(rig.all(), before, 'rows that a restored backup did not have, from the notes in the files');
  t.same(rig.rows.usage(CAMERA), usage);

  const day = dirname(before[0]?.path ?? '');
  rmSync(before[0]?.path ?? '');
  writeFileSync(join(day, '01935b6e-0000-7000-8000-00000000cccc.mp4'), 'no film');
  writeFileSync(join(day, 'other.txt'), 'left alone');
  renameSync(before[1]?.path ?? '', join(day, '01935b6e-0000-7000-8000-00000000dddd.mp4'));
  await together();
  t.same(rig.all(), before.slice(2), 'rows without files are gone, and nothing false was taken in');
  t.ok(statSync(join(day, 'other.txt')).isFile());
  t.ok(
    statSync(join(day, '01935b6e-0000-7000-8000-00000000dddd.mp4')).isFile(),
    'not in its place: left alone',
  );
  t.throws(() => statSync(join(day, '01935b6e-0000-7000-8000-00000000cccc.mp4')));
});
