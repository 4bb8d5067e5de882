import t from 'tap';
import { BLACK, cameraOf, rig } from './rig.ts';

t.setTimeout(120_000);
const ID = 'cam-000';

t.test('one that dies is known within 30 s, told once, and its return too', async (t) => {
  const { health, world, pass, open, lines, changes } = rig(t);
  await pass(30);
  t.match(health.of(ID), { state: 'ok', reason: null, driftMs: 0 });
  t.strictSame(lines, []);
  world(0).there = false;
  await pass(30);
  t.match(health.of(ID), { state: 'down', reason: 'camera.unreachable', textEn: /does not answer/ });
  t.strictSame(open(), [`camera.unreachable ${ID}`]);
  t.strictSame(lines, ['camera is not well']);
  await pass(300);
  t.equal(lines.length, 1);
  world(0).there = true;
  await pass(60);
  t.strictSame(open(), []);
  t.strictSame(lines, ['camera is not well', 'camera is well again']);
  t.strictSame(changes, [`${ID} ok null`, `${ID} down camera.unreachable`, `${ID} ok null`]);
});

t.test('a camera that misses one look is not away', async (t) => {
  const { world, pass, changes } = rig(t);
  await pass(20);
  for (let i = 0; i < 5; i++) {
    world(0).there = false;
    await pass(2);
    world(0).there = true;
    await pass(31);
  }
  t.strictSame(changes, [`${ID} ok null`]);
});

t.test('a bad cable makes a few alerts an hour, and the last one ends with it', async (t) => {
  const { world, pass, open, lines } = rig(t);
  await pass(20);
  for (let minute = 0; minute < 60; minute++) {
    world(0).there = minute % 2 === 1;
    await pass(60);
  }
  const told = lines.filter((line) => line === 'camera is not well').length;
  t.ok(told >= 1 && told <= 6, `${told}`);
  await pass(700);
  t.strictSame(open(), []);
});

t.test('a wrong account is tried once an hour, whoever looks', async (t) => {
  const { health, gate, world, pass, describes, open } = rig(t);
  world(0).describe = 'refused';
  await pass(30);
  t.match(health.of(ID), { state: 'down', reason: 'camera.refused' });
  t.strictSame(open(), [`camera.refused ${ID}`]);
  t.equal(describes.length, 1);
  await pass(3_000);
  await health.check(ID);
  t.notOk(gate().mayTry(ID));
  t.equal(describes.length, 1, 'neither the visits nor a person can provoke a lockout');
  await pass(1_500);
  t.equal(describes.length, 2);
  world(0).describe = 'described';
  gate().forget(ID);
  health.changed(ID);
  await pass(30);
  t.match(health.of(ID), { state: 'ok' });
  t.strictSame(open(), []);
});

t.test('one that is refused while it starts is not told of as one with a wrong password', async (t) => {
  const { health, world, pass, describes, open } = rig(t);
  await pass(30);
  t.match(health.of(ID), { state: 'ok' });
  world(0).describe = 'refused';
  await health.check(ID);
  t.match(health.of(ID), { state: 'down', reason: 'camera.refused_once', text: /đang khởi động/ });
  await pass(60);
  t.strictSame(open(), []);
  world(0).describe = 'described';
  const asked = describes.length;
  await pass(600);
  t.ok(describes.length > asked);
  t.match(health.of(ID), { state: 'ok' });

  world(0).describe = 'refused';
  await health.check(ID);
  await pass(900);
  t.match(health.of(ID), { state: 'down', reason: 'camera.refused' });
  t.strictSame(open(), [`camera.refused ${ID}`], 'twice: it is the password');
});

t.test('a locked camera is left in peace, also over a restart', async (t) => {
  const stand = rig(t);
  stand.world(0).describe = 'locked';
  await stand.pass(30);
  t.match(stand.health.of(ID), { reason: 'camera.locked' });
  await stand.restart();
  t.match(stand.health.of(ID), { reason: 'camera.locked' });
  await stand.pass(3_000);
  t.equal(stand.describes.length, 1);
});

t.test('what a picture can be', async (t) => {
  const { health, world, pass } = rig(t);
  await pass(20);
  world(0).picture = BLACK;
  await pass(15 * 60);
  t.match(health.of(ID), { state: 'warning', reason: 'camera.black' });
  world(0).picture = undefined;
  await pass(13 * 60);
  t.match(health.of(ID), { state: 'ok' });
  world(0).picture = { reason: 'camera.no_frames' };
  await pass(15 * 60);
  t.match(health.of(ID), { state: 'down', reason: 'camera.no_frames' });
});

t.test('a wrong clock, a recording that stands, and nothing to be seen of either', async (t) => {
  const { health, world, pass } = rig(t);
  world(0).driftMs = -45_000;
  await pass(120);
  t.match(health.of(ID), { state: 'warning', reason: 'camera.clock_off', driftMs: -45_000 });
  t.equal(health.driftOf(ID), -45_000);
  world(0).recording = 'stopped';
  await pass(70);
  t.match(health.of(ID), { state: 'warning', reason: 'camera.not_recording' }, 'the graver one');
  world(0).recording = 'running';
  world(0).driftMs = null;
  await pass(60);
  t.match(health.of(ID), { reason: 'camera.clock_off' });
  world(0).driftMs = 0;
  world(0).otherZone = true;
  await pass(1_200);
  t.match(health.of(ID), { state: 'warning', reason: 'camera.zone_off', driftMs: 0 });
  t.match(health.of(ID).text, /UTC\+7/);
  world(0).otherZone = false;
  await pass(1_200);
  t.match(health.of(ID), { state: 'ok' });
});

t.test('a stream in use is a camera that is there, and is not asked', async (t) => {
  const { health, world, pass, describes, now } = rig(t);
  world(0).there = false;
  for (let i = 0; i < 60; i++) {
    world(0).hub = { lastFrameAt: now(), reason: null };
    await pass(1);
  }
  t.match(health.of(ID), { state: 'ok', reason: null });
  t.equal(describes.length, 0);
  world(0).there = true;
  world(0).picture = { reason: 'camera.no_frames' };
  world(0).hub = { lastFrameAt: now(), reason: 'camera.no_frames' };
  await pass(60);
  t.match(health.of(ID), { state: 'down', reason: 'camera.no_frames', lastFrameAt: now() - 60_000 });
});

t.test('a dead main stream is said once, while the small one is well', async (t) => {
  const { world, mainOf, pass, changes, health, now } = rig(t);
  await pass(20);
  mainOf(0, { lastFrameAt: null, reason: 'camera.no_stream' });
  for (let i = 0; i < 1_800; i++) {
    if (i > 900) world(0).hub = { lastFrameAt: now(), reason: null };
    await pass(1);
  }
  t.match(health.of(ID), { state: 'down', reason: 'camera.no_frames' });
  t.strictSame(changes, [`${ID} ok null`, `${ID} down camera.no_frames`]);
});

t.test('64 that vanish and come back together make one alert', async (t) => {
  const { world, pass, open, lines, health } = rig(t, 64);
  await pass(60);
  for (let i = 0; i < 62; i++) world(i).there = false;
  await pass(45);
  t.strictSame(open(), ['camera.many_lost all']);
  t.strictSame(lines, ['many cameras lost together']);
  t.match(health.of('cam-010'), { state: 'down', reason: 'camera.unreachable' });
  for (let i = 0; i < 60; i++) world(i).there = true;
  await pass(90);
  t.strictSame(open(), ['camera.many_lost all'], 'two are still away');
  await pass(300);
  t.strictSame(open().sort(), ['camera.unreachable cam-060', 'camera.unreachable cam-061']);
  t.equal(lines.length, 4, lines.join());
});

t.test('a restart neither forgets nor tells again', async (t) => {
  const stand = rig(t, 8);
  await stand.pass(60);
  stand.world(0).there = false;
  stand.world(1).driftMs = 90_000;
  await stand.pass(900);
  t.strictSame(stand.open().sort(), ['camera.clock_off cam-001', 'camera.unreachable cam-000']);
  const told = stand.lines.length;
  await stand.restart();
  t.match(stand.health.of(ID), { state: 'down', reason: 'camera.unreachable' });
  t.match(stand.health.of('cam-001'), { state: 'warning', driftMs: 90_000 });
  await stand.pass(120);
  t.equal(stand.lines.length, told);
  for (let i = 0; i < 8; i++) stand.world(i).there = false;
  await stand.pass(60);
  t.match(stand.open(), ['camera.many_lost all']);
  await stand.restart();
  for (let i = 0; i < 8; i++) stand.world(i).there = true;
  await stand.pass(90);
  t.notMatch(stand.open().join(), 'many_lost');
});

t.test('switched off, removed, new', async (t) => {
  const { health, cameras, world, pass, open, db } = rig(t, 2);
  world(0).there = false;
  world(1).there = false;
  await pass(60);
  t.equal(open().length, 2);
  cameras[0] = cameraOf(0, { enabled: false });
  health.changed(ID);
  t.match(health.of(ID), { state: 'off', reason: null });
  t.strictSame(open(), ['camera.unreachable cam-001']);
  cameras.splice(1, 1);
  health.removing('cam-001');
  health.removed('cam-001');
  t.strictSame(open(), []);
  t.match(health.of('cam-001'), { state: 'unknown' });
  cameras.push(cameraOf(7));
  health.changed('cam-007');
  await pass(30);
  t.match(health.of('cam-007'), { state: 'ok' });
  t.match(health.of(ID), { state: 'off' });
  await health.stop();
  const kept = db.prepare('SELECT camera_id FROM camera_health ORDER BY 1').pluck().all();
  t.strictSame(kept, [ID, 'cam-007']);
});

t.test('a person asks: it is looked at now', async (t) => {
  const { health, world } = rig(t);
  t.match(await health.check(ID), { state: 'ok' });
  world(0).there = false;
  t.match(await health.check(ID), { state: 'down', reason: 'camera.unreachable' });
  t.match(await health.check('nobody'), { state: 'unknown' });
});

t.test('old firmware is advice: neither a warning nor an alert', async (t) => {
  const { health, cameras, pass, open, lines } = rig(t);
  cameras[0] = cameraOf(0, { firmware: 'V5.4.0 build 160530' });
  health.changed(ID);
  await pass(60);
  t.match(health.of(ID), { state: 'ok', reason: 'camera.old_firmware' });
  t.match(health.of(ID).text, /Hỏi nhà cung cấp bản mới/);
  t.strictSame([open(), lines], [[], []]);
});

t.test('a row on the disk that is not ours is no row', async (t) => {
  const stand = rig(t);
  await stand.health.stop();
  stand.db.exec(`UPDATE camera_health SET details = '{"told": 7}', state = 'down', reason = 'camera.black'`);
  await stand.restart();
  t.match(stand.health.of(ID), { state: 'unknown' });
});
