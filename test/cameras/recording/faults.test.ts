import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { segmentPath } from '../../../src/cameras/recording/segment-paths.ts';
import { stationFolder } from '../../station-folder.ts';
import { makeClip } from './clips.ts';
import { cameraOf, recorded, recordingStation, type StationOptions } from './recording-station.ts';
import { CAMERA, handClock, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 10, size: '160x120' });
const GB = 1024 ** 3;
const OTHER = '01935b6e-0000-7000-8000-000000000002';
const both = [cameraOf(CAMERA, 'Cổng'), { ...cameraOf(OTHER, 'Chợ'), onvifUrl: 'http://192.168.1.65/onvif' }];

/** Two cameras that are recorded. */
async function recordedBoth(t: Test, options: Partial<StationOptions> = {}) {
  const rig = await recorded(t, clip, { cameras: both, ...options });
  await rig.admin.put(`/api/cameras/${OTHER}/recording`, { mode: 'continuous' });
  const states = () => [CAMERA, OTHER].map((id) => rig.recording.recorders.stateOf(id).state);
  return { ...rig, states };
}

t.test('an open segment that cannot be read holds up nobody', async (t) => {
  const data = join(stationFolder(t), 'data');
  const clock = handClock();
  const first = await recordingStation(t, { data, clock, cameras: both });
  const row = {
    id: '01935b6e-0000-7000-8000-00000000aaaa',
    cameraId: CAMERA,
    folder: first.folder,
    startedAt: T0,
    endedAt: null,
    cameraAt: null,
    driftMs: null,
    bytes: 0,
    mime: 'video/mp4',
    reason: 'continuous' as const,
  };
  first.recording.rows.insert(row);
  const path = join(first.folder, segmentPath(row));
  // Opening it says EISDIR, as a bad sector says EIO.
  mkdirSync(path, { recursive: true });
  await first.app.close();
  const { states, recording, begin, play } = await recordedBoth(t, { data });
  await play(begin(OTHER), 5);
  t.same(states(), ['waiting', 'continuous']);
  t.match(recording.rows.open(), [{ id: row.id }, {}], 'it is left for later');
});

t.test('looks that fail are told, and so is a recording that never begins', async (t) => {
  let isBroken = false;
  const space = async () => {
    if (isBroken) throw new Error('the disk does not answer');
    return { size: 100 * GB, free: 60 * GB };
  };
  const { recording, rules, clock } = await recordedBoth(t, { parts: { space } });
  t.equal(recording.healthOf(CAMERA), 'running');
  clock.pass(100_000);
  t.equal(recording.healthOf(CAMERA), 'stopped', 'neither pictures nor their loss');
  isBroken = true;
  await t.rejects(recording.look());
  t.same(rules(), []);
  await t.rejects(recording.look());
  t.same(rules(), ['camera.recordings_unlooked']);
  isBroken = false;
  await recording.look();
  t.same(rules(), []);
});

t.test('one camera’s files that cannot be written stop that one only', async (t) => {
  const { recording, rules, states, begin, play, folder, clock } = await recordedBoth(t);
  // Its folder cannot be made: ENOTDIR.
  writeFileSync(join(folder, CAMERA), '');
  const sends = [begin(CAMERA), begin(OTHER)] as const;
  await play(sends[0], 5);
  for (let i = 0; i < 200 && states()[0] !== 'unwritable'; i++) await wait(10);
  await play(sends[1], 5);
  await recording.look();
  t.same(states(), ['unwritable', 'continuous']);
  t.same(rules(), [], 'the disk is well');
  t.equal(recording.healthOf(CAMERA), 'stopped');
  t.equal(recording.healthOf(OTHER), 'running');
  const { gaps } = recording.timeline(CAMERA, T0, clock.at);
  t.match(gaps.at(-1), { why: 'unwritable' });

  rmSync(join(folder, CAMERA));
  clock.pass(21_000);
  await recording.look();
  t.same(states(), ['waiting', 'continuous']);
  await play(begin(CAMERA), 5);
  t.same(states(), ['continuous', 'continuous']);
  t.equal(recording.healthOf(CAMERA), 'running');
});

t.test('by motion only where motion is told; unheard, all is recorded and the officer told', async (t) => {
  const heard = { now: true };
  const moves = { now: false };
  const { recording, admin, states, begin, play, rules, app } = await recordedBoth(t, {
    parts: { hears: () => heard.now, moves: () => moves.now },
  });
  const refused = await admin.put(`/api/cameras/${CAMERA}/recording`, { mode: 'motion' });
  t.match(refused, { status: 409, body: { error: { code: 'camera.rtsp_only' } } });
  await admin.put(`/api/cameras/${OTHER}/recording`, { mode: 'motion' });
  const send = begin(OTHER);
  await play(send, 30);
  t.equal(recording.rows.usage(OTHER).segments, 0);
  heard.now = false;
  await play(send, 130);
  t.equal(states()[1], 'deaf');
  t.ok(recording.recorders.isRunning(OTHER));
  recording.tellTroubles();
  t.same(rules(), ['camera.recording_deaf']);
  heard.now = true;
  await play(send, 60);
  recording.tellTroubles();
  t.same(rules(), []);
  t.notOk(recording.recorders.isRunning(OTHER), 'nothing moves');

  moves.now = true;
  await admin.put(`/api/cameras/${OTHER}/recording`, { mode: 'motion', stream: 'sub' });
  app.events.emit('camera.changed', { cameraId: OTHER, access: false });
  await play(begin(OTHER, 'sub'), 5);
  t.ok(recording.recorders.isRunning(OTHER), 'what moved before the recorder began still does');
});
