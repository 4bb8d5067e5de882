import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { Camera } from '../../../src/cameras/parts.ts';
import { signIn } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';
import { makeClip } from './clips.ts';
import { untar } from './evidence.ts';
import { cameraOf, recorded, recordingStation, type StationOptions } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const URL = `/api/cameras/${CAMERA}`;
const REASON = 'Công an xã đề nghị, vụ mất xe ngày 4/1';
const REMOVED = '/api/removed-cameras';

/** A recorded camera, and how it is renamed and removed: as the registry does it, and tells of it. */
async function owned(t: Test, options: Partial<StationOptions> = {}) {
  const stands = { zone: 'Thôn Đông', place: 'Cột điện số 4' };
  const rig = await recorded(t, clip, {
    ...options,
    parts: { standsAt: () => ({ ...stands }), ...options.parts },
  });
  const { app, registry, recording } = rig;
  const change = (changed: Partial<Camera>) => {
    registry.set(CAMERA, { ...(registry.get(CAMERA) ?? cameraOf(CAMERA, '')), ...changed });
    app.events.emit('camera.changed', { cameraId: CAMERA, access: false });
  };
  const remove = (recordings: 'keep' | 'delete') => {
    app.db.transaction(() => recording.removing(CAMERA, recordings))();
    registry.delete(CAMERA);
    app.events.emit('camera.removed', { cameraId: CAMERA, recordings });
  };
  const settled = async (isSo: () => boolean) => {
    for (let i = 0; i < 200 && !isSo(); i++) await wait(10);
    t.ok(isSo());
  };
  return { ...rig, stands, change, remove, settled };
}

t.test('an export names the camera as it was, whatever became of it', async (t) => {
  const { admin, app, clock, begin, play, change, remove, stands, recording } = await owned(t);
  const send = begin();
  await play(send, 30);
  change({ name: 'Cổng sau', serial: 'S999' });
  const renamedAt = clock.at;
  await play(send, 40);
  stands.place = 'Nhà văn hóa';
  app.events.emit('device.changed', { id: CAMERA });
  await play(send, 5);
  remove('keep');
  clock.pass(60_000);
  await recording.recorders.settle(CAMERA);

  const ask = { cameraId: CAMERA, from: T0 + 10_000, to: T0 + 60_000, reason: REASON };
  const asked = await admin.post('/api/camera-exports', ask);
  t.match(asked, { status: 202, body: { cameraName: 'Cổng' } });
  const { manifest } = await untar(t, app, admin, asked.body.id);
  const where = { zone: 'Thôn Đông', place: 'Cột điện số 4' };
  t.match(manifest.camera, { id: CAMERA, name: 'Cổng', maker: 'Hãng thử', serial: 'S123', ...where });
  t.match(manifest.cameraChanges, [{ at: { utcMs: renamedAt }, name: 'Cổng sau', serial: 'S999', ...where }]);
  t.equal(manifest.cameraChanges.length, 1, 'what changed behind the range is another matter');
  t.equal(manifest.cameraRemovedAt.utcMs, clock.at - 60_000);
  t.match((await admin.get('/api/camera-exports')).body.items, [{ cameraName: 'Cổng' }]);
});

t.test('nothing is written down of a camera that is not recorded', async (t) => {
  const clock = handClock();
  const { app } = await recordingStation(t, { clock, cameras: [cameraOf(CAMERA, 'Cổng')] });
  app.events.emit('camera.changed', { cameraId: CAMERA, access: false });
  t.same(app.db.prepare('SELECT * FROM camera_identities').all(), []);
});

t.test('the recordings of a removed camera are listed, seen, and deleted when asked for', async (t) => {
  const { app, admin, begin, play, remove, recording, settled, clock, folder } = await owned(t);
  await play(begin(), 130);
  t.same((await admin.get(REMOVED)).body.items, []);
  t.equal((await admin.delete(`${REMOVED}/${CAMERA}/recordings`)).status, 404, 'of one that is there');
  const removedAt = clock.at;
  remove('keep');
  await settled(() => recording.rows.open().length === 0);

  const [viewer, police, editor] = [
    await signIn(app, 'viewer'),
    await signIn(app, 'police'),
    await signIn(app, 'editor'),
  ];
  t.equal((await editor.get(REMOVED)).status, 403);
  const { body } = await viewer.get(REMOVED);
  t.match(body.items, [
    { cameraId: CAMERA, name: 'Cổng', place: 'Cột điện số 4', removedAt, erasing: false, segments: 3 },
  ]);
  t.match((await police.get(`${URL}/recording`)).body, { removed: { name: 'Cổng' }, state: 'off' });
  const { body: list } = await police.get(`${URL}/segments?from=${T0}&to=${T0 + 200_000}`);
  t.equal(list.items.length, 3);
  t.equal((await police.get(`/api/camera-segments/${list.items[0].id}/file`)).status, 200);

  const kept = { from: T0 + 10_000, to: T0 + 20_000, reason: REASON };
  const { body: range } = await police.post(`${URL}/protected`, kept);
  t.equal((await police.delete(`${REMOVED}/${CAMERA}/recordings`)).status, 403);
  t.equal((await admin.delete(`${REMOVED}/${CAMERA}/recordings`)).status, 202);
  await settled(() => recording.rows.usage(CAMERA).segments === 1);
  t.match((await viewer.get(REMOVED)).body.items, [{ erasing: true, segments: 1 }], 'not what is protected');
  await admin.delete(`${URL}/protected/${range.id}`);
  await recording.erase();
  t.same((await viewer.get(REMOVED)).body.items, []);
  t.same(readdirSync(join(folder, CAMERA)), []);
  const { body: audit } = await admin.get('/api/audit?limit=50');
  const entry = audit.items.find(({ action }: { action: string }) => action === 'camera.erase');
  t.match(entry, { target: `camera:${CAMERA}`, details: { name: 'Cổng', segments: 3 } });
});

t.test('“remove and delete the recordings” is kept in mind while the disk is away', async (t) => {
  const top = stationFolder(t);
  const usb = join(top, 'usb');
  mkdirSync(usb);
  const rig = await owned(t, { data: join(top, 'data'), settings: { recordingFolder: usb } });
  const { begin, play, remove, recording, settled, app, clock } = rig;
  await play(begin(), 130);
  await recording.recorders.pause('waiting');
  renameSync(usb, join(top, 'pulled'));
  await recording.look();
  remove('delete');
  await recording.erase();
  t.equal(recording.rows.usage(CAMERA).segments, 3);
  await app.close();

  renameSync(join(top, 'pulled'), usb);
  const again = await recordingStation(t, {
    data: join(top, 'data'),
    clock,
    cameras: [],
    settings: { recordingFolder: usb },
  });
  await again.recording.erase();
  await settled(() => again.recording.rows.usage(CAMERA).segments === 0);
  t.notOk(existsSync(join(usb, CAMERA, '2027-01-04')));
});
