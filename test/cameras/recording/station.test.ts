import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { segmentPath } from '../../../src/cameras/recording/segment-paths.ts';
import { DAY_MS } from '../../../src/clock.ts';
import { signIn } from '../../harness.ts';
import { decode, makeClip } from './clips.ts';
import { untar } from './evidence.ts';
import { cameraOf, recordingStation } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const CAMERA_URL = `/api/cameras/${CAMERA}`;
const OTHER = '01935b6e-0000-7000-8000-0000000000ff';
const REASON = 'Công an xã đề nghị, vụ mất xe ngày 4/1';

async function playing(t: Test) {
  const clock = handClock();
  const station = await recordingStation(t, { clock, cameras: [cameraOf(CAMERA, 'Cổng trường')] });
  const { app, hub } = station;
  const admin = await signIn(app, 'admin');
  const on = await admin.put(`${CAMERA_URL}/recording`, { mode: 'continuous', keepDays: 7 });
  t.match(on, { status: 200, body: { mode: 'continuous', stream: 'main', keepDays: 7, state: 'waiting' } });
  const send = hub.stream(CAMERA, clip, clock.now, clock.pass);
  /** So many seconds of pictures, given to the disk a few at a time. */
  const play = async (seconds: number) => {
    for (let i = 0; i < seconds; i += 5) {
      send(5_000);
      await wait(5);
    }
  };
  return { ...station, admin, clock, play, listener: () => hub.listeners.get(`${CAMERA} main`) };
}

t.test('who may do what', async (t) => {
  const { app, admin } = await playing(t);
  const [viewer, police, editor] = [
    await signIn(app, 'viewer'),
    await signIn(app, 'police'),
    await signIn(app, 'editor'),
  ];
  const range = { from: T0, to: T0 + 1_000, reason: REASON };
  t.equal((await editor.get(`${CAMERA_URL}/recording`)).status, 403);
  t.equal((await police.put(`${CAMERA_URL}/recording`, { mode: 'off' })).status, 403);
  t.equal((await viewer.post(`${CAMERA_URL}/protected`, range)).status, 403);
  t.equal((await viewer.post('/api/camera-exports', { cameraId: CAMERA, ...range })).status, 403);
  t.equal((await viewer.get('/api/camera-exports')).status, 403);
  t.equal((await police.get(`${CAMERA_URL}/timeline?from=${T0}&to=${T0 + 1000}`)).status, 200);
  t.match(await admin.put(`${CAMERA_URL}/recording`, { mode: 'both' }), { status: 400 });
  t.match(await admin.put(`/api/cameras/${OTHER}/recording`, { mode: 'motion' }), { status: 404 });
  t.match(await viewer.get(`/api/cameras/${OTHER}/timeline?from=0&to=1000`), { status: 404 });
  const long = await viewer.get(`${CAMERA_URL}/timeline?from=0&to=${T0}`);
  t.match(long, { status: 400, body: { error: { field: 'to' } } });
});

t.test('recorded, seen and kept', async (t) => {
  const { app, admin, clock, play, listener, looks, recording } = await playing(t);
  const viewer = await signIn(app, 'viewer');
  await play(150);
  t.match((await viewer.get(`${CAMERA_URL}/recording`)).body, { state: 'continuous', running: true });
  listener()?.lost('camera.no_frames');
  clock.pass(60_000);
  const lost = await viewer.get(`${CAMERA_URL}/recording`);
  t.match(lost.body, { state: 'lost', reason: 'camera.no_frames', running: false });
  await admin.put(`${CAMERA_URL}/recording`, { mode: 'off' });
  clock.pass(30_000);

  await t.test('the timeline tells what there is, and why the rest is not', async (t) => {
    const range = `from=${T0 - 60_000}&to=${T0 + 600_000}`;
    const { body, status } = await viewer.get(`${CAMERA_URL}/timeline?${range}`);
    t.equal(status, 200);
    t.equal(body.spans.length, 1);
    t.ok(Math.abs(body.spans[0].from - T0) < 50 && Math.abs(body.spans[0].to - T0 - 150_000) < 300);
    t.match(
      body.gaps.map(({ why }: { why: string }) => why),
      ['off', 'lost', 'off', 'future'],
    );
    t.match(body.gaps[1], { reason: 'camera.no_frames', text: 'Mất hình từ camera' });
    t.ok(body.gaps[1].to - body.gaps[1].from >= 59_000);
  });

  await t.test('segments are listed and played', async (t) => {
    const list = `${CAMERA_URL}/segments?from=${T0}&to=${T0 + 200_000}`;
    const { body } = await viewer.get(list);
    t.equal(body.items.length, 3);
    t.equal(body.next, null);
    t.match(body.items[0], { mime: clip.init.mime, open: false, reason: 'continuous', driftMs: -2_000 });
    const first = await viewer.get(`${list}&limit=2`);
    const rest = await viewer.get(`${list}&limit=2&after=${first.body.next}`);
    t.same([...first.body.items, ...rest.body.items], body.items);

    const [{ id, bytes, from }, second] = body.items;
    const file = `/api/camera-segments/${id}/file`;
    const whole = await app.inject({ url: file, headers: viewer.headers });
    t.match(whole, { statusCode: 200, headers: { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' } });
    t.equal(whole.headers['cache-control'], 'no-store');
    t.equal(whole.rawPayload.length, bytes);
    const headers = { ...viewer.headers, range: 'bytes=10-19' };
    const part = await app.inject({ url: file, headers });
    t.equal(part.statusCode, 206);
    t.same(part.rawPayload, whole.rawPayload.subarray(10, 20));
    await viewer.get(`/api/camera-segments/${second.id}/file`);
    const look = { kind: 'playback', by: 'viewer', from, to: second.to, ended: false };
    t.same(looks, [look], 'all of that is one look, at what was fetched');
    t.equal((await app.inject({ url: file })).statusCode, 401);
    t.equal((await viewer.get('/api/camera-segments/x/file')).status, 400);
    t.equal((await viewer.get(`/api/camera-segments/${OTHER}/file`)).status, 404);
    recording.playback.close();
    t.equal(looks[0]?.ended, true);
  });

  await t.test('a range is kept beyond its time, until it is let go', async (t) => {
    let police = await signIn(app, 'police');
    const range = { from: T0 + 70_000, to: T0 + 80_000 };
    const short = await police.post(`${CAMERA_URL}/protected`, { ...range, reason: 'giữ' });
    t.match(short, { status: 400, body: { error: { field: 'reason' } } });
    const kept = await police.post(`${CAMERA_URL}/protected`, { ...range, reason: REASON });
    t.match(kept, { status: 201, body: { ...range, createdBy: police.user.name, reason: REASON } });
    clock.pass(8 * DAY_MS);
    // Nobody stays signed in for so long.
    police = await signIn(app, 'police');
    await recording.look();
    const { body } = await police.get(`${CAMERA_URL}/segments?from=${T0}&to=${T0 + 200_000}`);
    t.equal(body.items.length, 1, 'the one that the range reaches into');
    const timeline = await police.get(`${CAMERA_URL}/timeline?from=${T0}&to=${T0 + 150_000}`);
    t.match(timeline.body.protected, [{ id: kept.body.id }]);
    t.match(timeline.body.gaps, [{ why: 'deleted' }, { why: 'deleted' }]);
    t.match((await police.get(`${CAMERA_URL}/protected`)).body.items, [{ id: kept.body.id }]);
    t.equal((await police.delete(`${CAMERA_URL}/protected/${OTHER}`)).status, 404);
    t.equal((await police.delete(`${CAMERA_URL}/protected/${kept.body.id}`)).status, 204);
    clock.pass(700_000);
    await recording.look();
    t.match((await police.get(`${CAMERA_URL}/recording`)).body, { segments: 0, bytes: 0, oldestAt: null });
  });

  const { body } = await (await signIn(app, 'admin')).get('/api/audit?limit=50');
  const actions = body.items.map(({ action }: { action: string }) => action);
  t.same(actions.sort(), ['camera.protect', 'camera.recording', 'camera.recording', 'camera.unprotect']);
});

t.test('a range is exported as evidence', async (t) => {
  const { app, admin, clock, play, looks, folder } = await playing(t);
  const police = await signIn(app, 'police');
  await play(150);
  await admin.put(`${CAMERA_URL}/recording`, { mode: 'off' });
  clock.pass(60_000);
  const ask = { cameraId: CAMERA, from: T0 + 50_300, to: T0 + 130_500, reason: REASON };

  t.match(await police.post('/api/camera-exports', { ...ask, reason: '          ' }), { status: 400 });
  const nothing = await police.post('/api/camera-exports', { ...ask, from: T0 - 90_000, to: T0 - 60_000 });
  t.match(nothing, { status: 409, body: { error: { code: 'camera.nothing_recorded' } } });
  const asked = await police.post('/api/camera-exports', ask);
  t.match(asked, { status: 202, body: { createdBy: police.user.name, reason: REASON } });
  const url = `/api/camera-exports/${asked.body.id}`;
  const { done, sent, out, manifest, readFirst } = await untar(t, app, police, asked.body.id);
  const whole = { state: 'done', progress: 1, failure: null, missing: { ms: 0, gaps: [] } };
  t.match(done, whole, JSON.stringify(done));
  t.ok(
    done.contained.from <= ask.from && done.contained.from > ask.from - 1_100,
    'from the key frame before',
  );
  t.ok(done.contained.to >= ask.to && done.contained.to < ask.to + 300);

  t.match(sent.headers['content-disposition'], /^attachment; filename="camera-2027-01-04-080050\.tar"$/);
  t.equal(createHash('sha256').update(sent.rawPayload).digest('hex'), done.sha256);
  t.match(manifest, {
    kind: 'tramso.camera-export',
    camera: { id: CAMERA, name: 'Cổng trường', maker: 'Hãng thử', model: 'M-1', serial: 'S123' },
    asked: { from: { utcMs: ask.from, local: '2027-01-04T08:00:50.300+07:00' } },
    contained: { from: { utcMs: done.contained.from }, to: { utcMs: done.contained.to } },
    reason: REASON,
    askedBy: police.user.name,
    software: /^Trạm Số \d/,
    missingMs: 0,
    gaps: [],
  });
  t.equal(manifest.segments.length, 3);
  const [file] = manifest.files;
  const movie = readFileSync(join(out, file.name));
  t.equal(createHash('sha256').update(movie).digest('hex'), file.sha256);
  const { frames, seconds } = decode(join(out, file.name));
  const length = (done.contained.to - done.contained.from) / 1_000;
  t.ok(Math.abs(frames - 25 * length) < 3, `${frames} pictures in ${length} s`);
  t.ok(Math.abs(seconds - length) < 0.2, `${seconds} s for ${length} s`);
  const [{ id, sha256, driftMs, cameraClockAtStart, from }] = manifest.segments;
  t.equal(cameraClockAtStart.utcMs, from.utcMs + driftMs);
  const original = await app.inject({ url: `/api/camera-segments/${id}/file`, headers: police.headers });
  t.equal(
    createHash('sha256').update(original.rawPayload).digest('hex'),
    sha256,
    'the segment as it was recorded',
  );
  t.match(readFirst, /certutil/);
  t.notMatch(readFirst, /thiếu/);
  t.match(looks[0], { kind: 'export', by: 'police', ended: true });

  t.match((await police.get('/api/camera-exports')).body.items, [{ id: asked.body.id }]);
  t.equal((await police.delete(url)).status, 204);
  t.equal((await police.get(url)).status, 404);
  t.same(readdirSync(join(folder, 'exports')), []);
});

t.test('an export that is shorter than what was asked for says so', async (t) => {
  const { app, admin, clock, play, listener, hub, recording, folder } = await playing(t);
  await play(185);
  listener()?.lost('camera.no_frames');
  clock.pass(75_000);
  hub.stream(CAMERA, clip, clock.now, clock.pass)(20_000);
  await wait(50);
  await admin.put(`${CAMERA_URL}/recording`, { mode: 'off' });
  // Somebody deleted a file by hand.
  const [, second] = recording.rows.within(CAMERA, T0, clock.at, 10);
  if (!second?.endedAt) throw new Error('nothing was recorded');
  rmSync(join(folder, segmentPath(second)));
  clock.pass(10_000);

  const ask = { cameraId: CAMERA, from: T0 + 10_000, to: clock.at, reason: REASON };
  const asked = await admin.post('/api/camera-exports', ask);
  t.equal(asked.body.missing, null, 'not known yet');
  const { done, manifest, readFirst } = await untar(t, app, admin, asked.body.id);
  const { ms, gaps } = done.missing;
  t.match(gaps, [
    { why: 'deleted', from: second.startedAt, to: second.endedAt },
    { why: 'lost', reason: 'camera.no_frames', text: 'Mất hình từ camera' },
    { why: 'off', to: ask.to },
  ]);
  t.equal(gaps.length, 3);
  t.ok(Math.abs(ms - 60_000 - 75_000 - 10_000) < 3_000, `${ms} ms`);

  t.match(readFirst, `thiếu ${Math.round(ms / 1_000)} giây, ở những đoạn sau:`);
  t.match(readFirst, /\n {2}2027-01-04 08:03:0\d – 2027-01-04 08:04:\d\d: Mất hình từ camera\n/);
  t.match(manifest, { missingMs: ms, gaps: [{ why: 'deleted' }, { why: 'lost' }, { why: 'off' }] });

  const { body } = await admin.get('/api/audit?limit=50');
  const entry = body.items.find(({ action }: { action: string }) => action === 'camera.export_done');
  t.match(entry, { actor: 'station', target: `camera:${CAMERA}` });
  t.match(entry.details, { export: done.id, sha256: done.sha256, missingMs: ms, askedBy: done.createdBy });
});
