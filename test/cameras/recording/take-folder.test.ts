import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { signIn } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';
import { makeClip } from './clips.ts';
import { cameraOf, recorded, recordingStation } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const STORAGE = '/api/camera-storage';
const TAKE = `${STORAGE}/folder`;

t.test(
  'a new, empty disk in the place of the old one is taken into use when the officer says so',
  async (t) => {
    const top = stationFolder(t);
    const usb = join(top, 'usb');
    mkdirSync(usb);
    const rig = await recorded(t, clip, { settings: { recordingFolder: usb } });
    const { app, begin, play, recording, state, rules, count, admin, clock } = rig;
    await play(begin(), 65);
    await recording.recorders.pause('waiting');
    renameSync(usb, join(top, 'old'));
    await recording.look();
    t.match((await admin.get(STORAGE)).body, { fault: 'missing', mayTake: false }, 'no such folder');
    t.match(await admin.post(TAKE, { folder: usb }), {
      status: 409,
      body: { error: { code: 'camera.folder_absent' } },
    });

    mkdirSync(join(usb, 'lost+found'), { recursive: true });
    writeFileSync(join(usb, 'anh.jpg'), 'not ours');
    await recording.look();
    t.equal(await state(), 'no_folder');
    t.same(rules(), ['camera.recordings_folder']);
    t.match((await admin.get(STORAGE)).body, { fault: 'missing', mayTake: false });
    const full = await admin.post(TAKE, { folder: usb });
    t.match(full, { status: 409, body: { error: { code: 'camera.folder_not_empty' } } });
    rmSync(join(usb, 'anh.jpg'));
    t.match((await admin.get(STORAGE)).body, { fault: 'missing', mayTake: true, onSystemDisk: false });

    const police = await signIn(app, 'police');
    t.equal((await police.post(TAKE, { folder: usb })).status, 403);
    const other = await admin.post(TAKE, { folder: join(top, 'old') });
    t.match(other, { status: 409, body: { error: { code: 'camera.folder_changed' } } });
    t.equal(await state(), 'no_folder');
    t.match(await admin.post(TAKE, { folder: usb }), { status: 200, body: { fault: null, paused: null } });
    t.equal(await state(), 'waiting');
    await play(begin(), 5);
    for (let i = 0; i < 200 && readdirSync(usb).length < 3; i++) await wait(10);
    t.same(readdirSync(usb).sort(), ['.tramso-recordings', CAMERA, 'lost+found']);
    await recording.sweep();
    t.equal(count(), 1, 'what was on the old disk is not there');
    const { body } = await admin.get(`/api/cameras/${CAMERA}/timeline?from=${T0}&to=${clock.at}`);
    t.equal(body.gaps[0].why, 'deleted');
    const { body: audit } = await admin.get('/api/audit?limit=50');
    const entries = audit.items.filter(({ action }: { action: string }) => action === 'camera.storage_take');
    t.match(entries, [{ details: { folder: usb, systemDisk: false } }]);
    t.equal(entries.length, 1, 'only what was done');

    // The old disk again: all that it holds is known by it.
    await recording.recorders.pause('waiting');
    rmSync(usb, { recursive: true });
    renameSync(join(top, 'old'), usb);
    await recording.look();
    await recording.sweep();
    t.equal(count(), 2);
  },
);

t.test('a chosen folder on the system’s disk is asked about before it is used', async (t) => {
  const top = stationFolder(t);
  const usb = join(top, 'usb');
  mkdirSync(usb);
  const clock = handClock();
  const station = await recordingStation(t, {
    clock,
    cameras: [cameraOf(CAMERA, 'Cổng')],
    settings: { recordingFolder: usb },
    parts: { onSystemDisk: async () => true },
  });
  const { app, recording, chosen } = station;
  const admin = await signIn(app, 'admin');
  t.same(readdirSync(usb), []);
  t.match((await admin.get(STORAGE)).body, { fault: 'unconfirmed', mayTake: true, onSystemDisk: true });
  t.match(app.alerts.open(), [{ rule: 'camera.recordings_folder' }]);
  const asked = await admin.post(TAKE, { folder: usb });
  t.match(asked, { status: 409, body: { error: { code: 'camera.folder_system_disk' } } });
  t.same(readdirSync(usb), []);
  t.equal((await admin.post(TAKE, { folder: usb, systemDisk: true })).status, 200);
  t.same(readdirSync(usb), ['.tramso-recordings']);
  t.equal(recording.isReady(), true);

  chosen.recordingFolder = '';
  await recording.look();
  t.match((await admin.get(STORAGE)).body, { fault: null }, 'the station’s own is asked about by nobody');
  chosen.recordingFolder = usb;
  await recording.look();
  t.match((await admin.get(STORAGE)).body, { fault: null }, 'once is enough');
});
