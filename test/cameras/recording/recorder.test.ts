import { readFileSync, statSync } from 'node:fs';
import t from 'tap';
import { decode, makeClip } from './clips.ts';
import { CAMERA, feed, handClock, openStore, recorderOn, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 13, audio: true });
const small = await makeClip({ seconds: 4, size: '160x120' });
const silent = await makeClip({ seconds: 40, size: '160x120' });

t.test('a stream becomes segments that begin at key frames and follow without a hole', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder, told } = recorderOn(rig, clock, 'continuous', { segmentMs: 5_000 });
  feed(recorder, clip, clock);
  t.equal(recorder.running, true);
  await recorder.close();
  t.equal(recorder.running, false);
  t.same(told, ['continuous']);
  const segments = rig.all();
  t.equal(segments.length, 3);
  t.equal(segments[0]?.startedAt, T0 + 30);
  t.match(segments[0], { cameraAt: T0 + 1_530, driftMs: 1_500, mime: clip.init.mime, reason: 'continuous' });
  for (const [i, { path, startedAt, endedAt, bytes }] of segments.entries()) {
    t.equal(statSync(path).size, bytes);
    const seconds = i < 2 ? 5 : 3;
    t.equal(decode(path).frames, seconds * 25, 'every picture is there');
    t.ok(Math.abs((endedAt ?? 0) - startedAt - 1_000 * seconds) < 110);
    const next = segments[i + 1];
    if (next) t.equal(next.startedAt, endedAt);
  }
  t.same(rig.rows.usage(CAMERA), { segments: 3, bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0) });
});

t.test('lost and found again, in another size', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder, told } = recorderOn(rig, clock);
  feed(recorder, small, clock);
  recorder.lost('camera.no_frames');
  clock.pass(20_000);
  feed(recorder, clip, clock);
  await recorder.close();
  t.same(told, ['continuous', 'lost camera.no_frames', 'continuous']);
  const [first, second] = rig.all();
  t.ok(Math.abs((first?.endedAt ?? 0) - (T0 + 4_030)) < 60);
  t.ok(Math.abs((second?.startedAt ?? 0) - (T0 + 24_030)) < 60);
  t.equal(decode(second?.path ?? '').frames, 13 * 25);
});

t.test('what comes before the first key frame is not recorded', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock);
  feed(recorder, { ...small, fragments: small.fragments.slice(2) }, clock);
  await recorder.close();
  const [only] = rig.all();
  t.equal(decode(only?.path ?? '').frames, 75);
});

t.test('a step of the box’s clock ends a segment: none spans it', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock);
  feed(recorder, small, clock, (i) => {
    if (i === 10) clock.at += 3_600_000;
  });
  await recorder.close();
  const [first, second] = rig.all();
  t.equal(rig.all().length, 2);
  t.ok((first?.endedAt ?? 0) < T0 + 2_300);
  t.ok((second?.startedAt ?? 0) >= T0 + 3_602_000 && (second?.startedAt ?? 0) < T0 + 3_603_500);
});

t.test('a network that stalls and bursts neither overlaps nor tears segments', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock, 'continuous', { segmentMs: 2_000 });
  recorder.init(silent.init);
  let late = 0;
  for (const [i, fragment] of silent.fragments.entries()) {
    clock.pass(fragment.durationMs);
    // Every now and then nothing for up to 3 s, then all at once.
    late = i % 60 < 15 ? late + fragment.durationMs : 0;
    recorder.fragment({ ...fragment, at: clock.now() + late });
  }
  await recorder.close();
  const segments = rig.all();
  t.equal(segments.length, 20);
  for (const [i, { startedAt, endedAt }] of segments.entries()) {
    const next = segments[i + 1];
    if (next) t.equal(next.startedAt, endedAt);
    t.ok(Math.abs(startedAt - (T0 + 2_000 * i)) < 250, `${startedAt - T0 - 2_000 * i} ms off`);
  }
});

t.test('around motion: ten seconds before, until some time after', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const times = { preRollMs: 5_000, postRollMs: 6_000 };
  const { recorder, told } = recorderOn(rig, clock, 'motion', times);
  feed(recorder, silent, clock, (i) => {
    if (i === 75) recorder.motion(true);
    if (i === 80) recorder.motion(true);
    if (i === 85) recorder.motion(false);
  });
  t.same(told, ['motion']);
  await recorder.close();
  const segments = rig.all();
  t.equal(segments.length, 1);
  const { startedAt = 0, endedAt, path = '', reason } = segments[0] ?? {};
  t.equal(reason, 'motion');
  // Motion from 15.2 s to 17.2 s: key frames are a second apart.
  t.ok(startedAt >= T0 + 9_000 && startedAt <= T0 + 10_300, String(startedAt - T0));
  t.ok((endedAt ?? 0) >= T0 + 23_000 && (endedAt ?? 0) <= T0 + 23_800, String((endedAt ?? 0) - T0));
  t.ok(decode(path).frames >= 13 * 25);
});

t.test('a camera whose motion is not heard is recorded all the time', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder, told, heard } = recorderOn(rig, clock, 'motion', { preRollMs: 2_000, postRollMs: 5_000 });
  heard.now = false;
  feed(recorder, silent, clock, (i) => {
    if (i === 100) heard.now = true;
  });
  await recorder.close();
  t.same(told, ['deaf', 'motion']);
  const [only] = rig.all();
  t.equal(only?.reason, 'continuous');
  // Heard again after 20 s, and some time goes on.
  const seconds = ((only?.endedAt ?? 0) - T0) / 1_000;
  t.ok(seconds > 24 && seconds < 26, `${seconds} s`);
});

t.test('pictures that are not stored are noticed', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock);
  feed(recorder, small, clock);
  t.equal(recorder.unstoredMs, 0);
  // Without a key frame no segment can begin.
  const fragments = silent.fragments.map((fragment) => ({ ...fragment, key: false }));
  feed(recorder, { ...silent, fragments }, clock);
  t.ok(recorder.unstoredMs > 39_000);
  recorder.lost('camera.no_frames');
  t.equal(recorder.unstoredMs, 0, 'that is another matter');
});

t.test('a disk that does not keep up costs whole groups of pictures, and no memory', async (t) => {
  const rig = openStore(t, { maxWaiting: 20_000 });
  const clock = handClock();
  const { recorder, told } = recorderOn(rig, clock);
  // All of it in one turn of the loop: nothing can be written in between.
  feed(recorder, silent, clock);
  t.same(told, ['continuous', 'slow']);
  await recorder.close();
  const again = await new Promise<string[]>((resolve) => setImmediate(() => resolve(told)));
  t.same(again.at(-1), 'slow');
  const [only] = rig.all();
  t.ok((only?.bytes ?? 0) > 0 && (only?.bytes ?? 0) < 20_000 + silent.init.data.length + 10_000);
  t.ok(decode(only?.path ?? '').frames > 0);
});

t.test('the file says of itself what the row says', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock);
  feed(recorder, small, clock);
  await recorder.close();
  const [only] = rig.all();
  const text = readFileSync(only?.path ?? '').toString('latin1');
  t.match(text, `"cameraId":"${CAMERA}"`);
  t.match(text, `"startedAt":${only?.startedAt}`);
});
