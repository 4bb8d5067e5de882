import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { openDatabase } from '../../../src/db/open.ts';
import { signIn } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';
import { makeClip } from './clips.ts';
import { cameraOf, recorded, recordingStation } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const URL = `/api/cameras/${CAMERA}`;

t.test('another folder is used from the next look on, and nothing is written to it before', async (t) => {
  const usb = join(stationFolder(t), 'usb');
  mkdirSync(usb);
  const { begin, play, chosen, recording, count, state } = await recorded(t, clip);
  const send = begin();
  await play(send, 65);
  chosen.recordingFolder = usb;
  await play(send, 65);
  t.same(readdirSync(usb), []);
  t.equal(count(), 3);
  await recording.look();
  t.same(readdirSync(usb), ['.tramso-recordings']);
  t.equal(await state(), 'waiting');
  await play(begin(), 5);
  for (let i = 0; i < 200 && readdirSync(usb).length < 2; i++) await wait(10);
  t.same(readdirSync(usb).sort(), ['.tramso-recordings', CAMERA]);
});

t.test(
  'a camera that was lost long before a power cut does not make the station off for so long',
  async (t) => {
    const data = join(stationFolder(t), 'data');
    const clock = handClock();
    const cameras = [cameraOf(CAMERA, 'Cổng')];
    const first = await recordingStation(t, { data, clock, cameras });
    const admin = await signIn(first.app, 'admin');
    await admin.put(`${URL}/recording`, { mode: 'continuous' });
    first.hub.stream(CAMERA, clip, clock.now, clock.pass)(30_000);
    first.hub.listeners.get(`${CAMERA} main`)?.lost('camera.no_frames');
    clock.pass(12 * 3_600_000);
    const cutAt = clock.at;
    await first.app.close();
    const db = openDatabase(join(data, 'tramso.db'));
    db.exec("DELETE FROM camera_recording_states WHERE state = 'box_off'");
    // As the clock floor has it each minute.
    db.prepare("UPDATE meta SET value = ? WHERE key = 'clock_floor'").run(String(cutAt - 20_000));
    db.close();
    clock.pass(600_000);
    const second = await recordingStation(t, { data, clock, cameras });
    const { gaps } = second.recording.timeline(CAMERA, T0, clock.at);
    t.match(
      gaps.map(({ why }) => why),
      ['lost', 'box_off'],
    );
    t.equal(gaps[1]?.from, cutAt - 20_000);
  },
);

t.test(
  'what lies in an old folder is kept, played and aged there, and left alone while it is away',
  async (t) => {
    const top = stationFolder(t);
    mkdirSync(join(top, 'usb'));
    const usb = join(top, 'usb');
    const rig = await recorded(t, clip, { settings: { recordingFolder: usb } });
    const { begin, play, chosen, recording, count, clock, folder, data, admin } = rig;
    t.equal(folder, usb);
    await play(begin(), 130);
    await admin.put(`${URL}/recording`, { mode: 'off' });
    t.equal(count(), 3);
    chosen.recordingFolder = '';
    await recording.look();
    await recording.sweep();
    t.equal(count(), 3, 'known still');
    t.equal(recording.rows.total(join(data, 'camera-recordings')).bytes, 0, 'and no burden of the new one');
    const { body } = await admin.get(`${URL}/segments?from=${T0}&to=${T0 + 70_000}`);
    t.equal((await admin.get(`/api/camera-segments/${body.items[0].id}/file`)).status, 200);

    renameSync(usb, join(top, 'pulled'));
    t.equal((await admin.get(`/api/camera-segments/${body.items[0].id}/file`)).status, 503);
    clock.pass(40 * 86_400_000);
    await recording.look();
    t.equal(count(), 3, 'its files are not gone, so neither are its rows');
    const elsewhere = join(top, 'elsewhere');
    renameSync(join(top, 'pulled'), elsewhere);
    chosen.recordingFolder = elsewhere;
    await recording.look();
    await recording.sweep();
    t.equal(count(), 3, 'the same disk mounted elsewhere');
    t.ok(recording.rows.total(elsewhere).bytes > 0);
    chosen.recordingFolder = '';
    clock.pass(700_000);
    await recording.look();
    t.equal(count(), 0);
    t.same(readdirSync(elsewhere), ['.tramso-recordings', CAMERA]);
    t.same(readdirSync(join(elsewhere, CAMERA)), [], 'aged where it lies');
  },
);
