import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { judgeRoom } from '../../../src/cameras/recording/room.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { signIn } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';
import { makeClip } from './clips.ts';
import { cameraOf, recorded, recordingStation } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const GB = 1024 ** 3;
const URL = `/api/cameras/${CAMERA}`;

t.test('how much room is to be left', (t) => {
  const rules = { diskShare: 70, minFreeGb: 2 };
  const disk = { size: 100 * GB, free: 40 * GB };
  t.match(judgeRoom(disk, 50 * GB, true, rules), { needed: [], full: false, enough: true });
  t.match(judgeRoom(disk, 71 * GB, false, rules).needed, [{ keepsMs: 0 }], 'more than its share');
  const soft = judgeRoom({ ...disk, free: 15 * GB }, 50 * GB, true, rules);
  t.match(soft, { needed: [{ keepsMs: 86_400_000 }], full: false }, 'the station’s own disk fills up');
  t.match(judgeRoom({ ...disk, free: 15 * GB }, 50 * GB, false, rules).needed, []);
  t.match(judgeRoom({ ...disk, free: 3 * GB }, 1, true, rules).needed, [{ keepsMs: 0 }, {}]);
  t.match(judgeRoom({ ...disk, free: 2 * GB }, 1, true, rules), { full: true, enough: false });
  t.match(judgeRoom({ ...disk, free: 3 * GB }, 1, true, rules), { full: false, enough: false });
  t.match(
    judgeRoom({ size: GB, free: GB / 2 }, 1, false, rules),
    { full: false, enough: true },
    'a small disk',
  );
  t.end();
});

t.test('a full disk: the oldest goes, then the recording stops, tells, and goes on', async (t) => {
  const { begin, play, disk, recording, count, rules, state, clock, hub, admin, folder } = await recorded(
    t,
    clip,
  );
  await play(begin(), 310);
  t.equal(count(), 6);
  const kept = { from: T0 + 61_000, to: T0 + 62_000, reason: 'Giữ lại cho công an xã' };
  await admin.post(`${URL}/protected`, kept);

  disk.free = 4 * GB;
  await recording.look();
  t.equal(count(), 2, 'all that was whole and not protected has gone; the open one goes on');
  t.equal(await state(), 'continuous');
  t.same(rules(), []);

  disk.free = 1 * GB;
  await recording.look();
  t.equal(await state(), 'disk_full');
  t.same(rules(), ['camera.recording_stopped']);
  t.equal(hub.listeners.size, 0, 'nobody takes the stream');
  const path = join(folder, CAMERA, '2027-01-04');
  t.equal(readdirSync(path).length, 2);
  await recording.look();
  t.equal(count(), 1, 'what was whole by then has gone too, but not the protected one');

  clock.pass(60_000);
  disk.free = 3 * GB;
  await recording.look();
  t.equal(await state(), 'disk_full', 'not enough to begin again');
  disk.free = 30 * GB;
  await recording.look();
  t.equal(await state(), 'waiting');
  t.same(rules(), ['camera.recording_stopped'], 'not over before it has held');
  await play(begin(), 5);
  t.equal(await state(), 'continuous');
  await play((ms) => clock.pass(ms), 60);
  await recording.look();
  t.same(rules(), []);
  const { body } = await admin.get(`${URL}/timeline?from=${T0}&to=${clock.at}`);
  t.ok(
    body.gaps.some(
      ({ why, to, from }: { why: string; to: number; from: number }) =>
        why === 'disk_full' && to - from >= 59_000,
    ),
  );
});

t.test('a share of the disk, and days, oldest first', async (t) => {
  const { begin, play, recording, chosen, count, disk, clock, folder } = await recorded(t, clip);
  await play(begin(), 250);
  const { bytes } = recording.rows.total(folder);
  disk.size = 10 * bytes;
  disk.free = 9 * bytes;
  chosen.minFreeGb = 0;
  chosen.diskShare = 5;
  await recording.look();
  t.ok(count() < 5 && count() >= 2, `${count()} left`);
  t.ok(recording.rows.total(folder).bytes <= bytes / 2 + 1);
  chosen.diskShare = 100;
  chosen.keepDays = 1;
  clock.pass(2 * 86_400_000);
  await recording.look();
  t.equal(count(), 1, 'the open one');
});

t.test(
  'by age no more goes at once than two days, and nothing while the clock is not believed',
  async (t) => {
    const steady = { now: false };
    const disk = { size: 100 * GB, free: 60 * GB };
    const parts = { space: async () => ({ ...disk }), isSteady: () => steady.now };
    const { begin, play, recording, count, clock } = await recorded(t, clip, { parts });
    for (let day = 0; day < 6; day++) {
      await play(begin(), 5);
      clock.pass(86_400_000);
    }
    t.equal(count(), 6);
    clock.pass(100 * 86_400_000);
    await recording.look();
    t.equal(count(), 6);
    steady.now = true;
    await recording.look();
    t.equal(count(), 4, 'the oldest two days');
    clock.pass(3_600_000);
    await recording.look();
    t.equal(count(), 4);
    clock.pass(86_400_000);
    await recording.look();
    t.equal(count(), 2);
  },
);

t.test('a disk that is not plugged in is not written to', async (t) => {
  const top = stationFolder(t);
  mkdirSync(join(top, 'usb'));
  const usb = join(top, 'usb');
  const rig = await recorded(t, clip, { settings: { recordingFolder: usb } });
  const { recording, begin, play, count, rules, state, clock, admin } = rig;
  await play(begin(), 70);
  t.equal(count(), 2);
  t.same(readdirSync(usb).sort(), ['.tramso-recordings', CAMERA]);

  renameSync(usb, join(top, 'pulled'));
  mkdirSync(usb);
  await recording.look();
  t.equal(await state(), 'no_folder');
  t.same(rules(), ['camera.recordings_folder']);
  clock.pass(400 * 86_400_000);
  const again = await signIn(rig.app, 'admin');
  await recording.look();
  t.same(readdirSync(usb), [], 'an empty mount point stays empty');
  t.equal(count(), 2, 'and nothing is forgotten that lies on the disk');
  const { body } = await again.get(`${URL}/segments?from=${T0}&to=${T0 + 70_000}`);
  const file = await again.get(`/api/camera-segments/${body.items[0].id}/file`);
  t.match(file, { status: 503, body: { error: { code: 'camera.recordings_away' } } });
  t.match((await again.get('/api/camera-storage')).body, { paused: 'no_folder', folder: usb });

  rmSync(usb, { recursive: true });
  renameSync(join(top, 'pulled'), usb);
  await recording.look();
  t.equal(await again.get(`${URL}/recording`).then(({ body: { state: now } }) => now), 'waiting');
  clock.pass(60_000);
  await recording.look();
  t.same(rules(), []);
  t.ok(admin);
});

t.test('the disk of another station is left alone', async (t) => {
  const usb = join(stationFolder(t), 'usb');
  mkdirSync(usb);
  writeFileSync(join(usb, '.tramso-recordings'), 'somebody else\n');
  const { state, rules } = await recorded(t, clip, { settings: { recordingFolder: usb } });
  t.equal(await state(), 'no_folder');
  t.same(rules(), ['camera.recordings_folder']);
  t.same(readdirSync(usb), ['.tramso-recordings']);
});

t.test('a removed camera: its recordings stay, or go', async (t) => {
  const { app, begin, play, count, hub, registry, recording, folder } = await recorded(t, clip);
  await play(begin(), 70);
  registry.delete(CAMERA);
  recording.removing(CAMERA, 'keep');
  app.events.emit('camera.removed', { cameraId: CAMERA, recordings: 'keep' });
  await wait(50);
  t.equal(hub.listeners.size, 0);
  t.equal(count(), 2);
  recording.removing(CAMERA, 'delete');
  app.events.emit('camera.removed', { cameraId: CAMERA, recordings: 'delete' });
  await wait(50);
  t.equal(count(), 0);
  t.notOk(existsSync(join(folder, CAMERA, '2027-01-04')));
});

t.test('a restart, clean or not, shows in the timeline', async (t) => {
  const data = join(stationFolder(t), 'data');
  const clock = handClock();
  const cameras = [cameraOf(CAMERA, 'Cổng')];
  const first = await recordingStation(t, { data, clock, cameras });
  const admin = await signIn(first.app, 'admin');
  await admin.put(`${URL}/recording`, { mode: 'continuous' });
  first.hub.stream(CAMERA, clip, clock.now, clock.pass)(30_000);
  await first.app.close();
  clock.pass(120_000);
  const second = await recordingStation(t, { data, clock, cameras });
  second.hub.stream(CAMERA, clip, clock.now, clock.pass)(30_000);
  await second.app.close();
  // As after a crash: nothing says that the station was off.
  const db = openDatabase(join(data, 'tramso.db'));
  const newest = db.prepare(
    'DELETE FROM camera_recording_states WHERE rowid = (SELECT max(rowid) FROM camera_recording_states) RETURNING state',
  );
  t.equal(newest.pluck().get(), 'box_off');
  db.close();
  clock.pass(60_000);
  const third = await recordingStation(t, { data, clock, cameras });
  const { gaps, spans } = third.recording.timeline(CAMERA, T0, clock.at);
  t.equal(spans.length, 2);
  t.same(
    gaps.map(({ why }) => why),
    ['box_off', 'box_off'],
  );
  t.ok((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0) > 119_000);
});
