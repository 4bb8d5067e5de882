import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { relaysRepository } from '../../../src/cameras/relay/relays-repository.ts';
import { AN, refusal, rig, until } from './rig.ts';

t.test('ends when its time is over, whatever the clock does, and goes on after a restart', async (t) => {
  const { relays, targets, request, ask, clock, told, db } = rig(t);
  const target = targets.add(request, { name: 'Xa', url: 'rtsp://127.0.0.1:1/x' });
  const first = relays.send(AN, ask(target.id));
  clock.ahead = 290_000;
  await sleep(1_200);
  t.equal(relays.list(1)[0]?.endedAt, null);
  clock.ahead = 301_000;
  await until('its time is over', () => relays.list(1)[0]?.endedWhy === 'time');
  await until('its viewing has ended', () => relays.list(1)[0]?.flowing === false);

  const second = relays.send(AN, ask(target.id));
  await relays.close();
  t.equal(relaysRepository(db).open()[0]?.id, second.id, 'a restart is no end');
  relays.start();
  t.match(relays.list(1), [{ id: second.id, endedAt: null }]);
  relays.cameraGone('c1');
  t.match(relays.list(1), [{ id: second.id, endedWhy: 'camera_gone' }]);
  t.not(first.id, second.id);
  t.ok(told.length > 0);
});

t.test('no more at once than the line can carry, and only to what is allowed', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  t.throws(() => relays.send(AN, ask('nowhere')), { code: 'item.not_found' });
  const wrong = [
    'http://x/',
    'rtsp://an:1@x/',
    'rtsp:///x',
    'rtsp://x/ -i /etc/passwd',
    'srt://x',
    'srt://x:1?passphrase=0123456789',
    'srt://0.0.0.0:1?mode=listener',
    'srt://x:1?streamid=an:1',
    'file:///etc/passwd',
    'không phải',
  ];
  for (const url of wrong) {
    t.throws(() => targets.add(request, { name: 'X', url }), refusal('url'), url);
  }
  t.throws(
    () => targets.add(request, { name: 'X', url: 'rtmp://x/a', username: 'a', password: 'b' }),
    refusal('username'),
  );
  const made = [1, 2, 3, 4, 5].map((i) =>
    targets.add(request, { name: `N${i}`, url: `rtsp://127.0.0.1:1/${i}` }),
  );
  t.throws(
    () => targets.add(request, { name: 'N1', url: 'rtsp://127.0.0.1:1/' }),
    refusal('name'),
    'a name that is taken',
  );
  for (const { id } of made.slice(0, 4)) relays.send(AN, ask(id));
  t.throws(() => relays.send(AN, ask(made[4]?.id ?? '')), { code: 'camera.relay_full' });
  t.throws(() => relays.send(AN, ask(made[4]?.id ?? '', 'c9')), { code: 'item.not_found' });
  await t.rejects(relays.stop(AN, 'nothing'), { code: 'item.not_found' });
});

t.test('a stream key is sealed, and shown to nobody', async (t) => {
  const { relays, targets, request, ask, told, db } = rig(t);
  const target = targets.add(request, { name: 'K', url: 'rtmp://127.0.0.1:1/xa/khoa-bi-mat' });
  t.equal(target.url, 'rtmp://127.0.0.1:1/xa/***');
  relays.send(AN, ask(target.id));
  const rows = db.prepare('SELECT * FROM camera_relay_targets').all();
  t.notMatch(JSON.stringify([told, rows, targets.list(), relays.list(10)]), 'khoa-bi-mat');
});

t.test('a receiver that takes the call and says nothing is not said to receive', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  const mute = createServer(() => {});
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  t.teardown(() => mute.close());
  const { port } = mute.address() as AddressInfo;
  const rtmp = targets.add(request, { name: 'R', url: `rtmp://127.0.0.1:${port}/a/b` });
  const rtsp = targets.add(request, { name: 'S', url: `rtsp://127.0.0.1:${port}/a/b` });
  relays.send(AN, ask(rtmp.id));
  relays.send(AN, ask(rtsp.id, 'c2'));
  for (let i = 0; i < 60; i++) {
    t.ok(relays.list(10).every(({ flowing }) => !flowing));
    await sleep(100);
  }
});

t.test('ends although nothing can be written, and is written once it can', async (t) => {
  const { db, relays, targets, request, ask, told, hub } = rig(t);
  const target = targets.add(request, { name: 'Xa', url: 'rtsp://127.0.0.1:1/x' });
  const { id } = relays.send(AN, ask(target.id));
  db.exec('ALTER TABLE camera_relays RENAME TO gone; CREATE VIEW camera_relays AS SELECT * FROM gone');
  t.match(await relays.stop(AN, id), { endedWhy: 'stopped', flowing: false });
  t.equal(hub.listeners, 0, 'no picture leaves any more');
  t.notOk(told.some(({ action }) => action === 'camera.relay_stop'));
  db.exec('DROP VIEW camera_relays; ALTER TABLE gone RENAME TO camera_relays');
  await until('it is written', () => relaysRepository(db).one(id)?.endedWhy === 'stopped');
  t.equal(told.filter(({ action }) => action === 'camera.relay_stop').length, 1, 'with who stopped it');
});

t.test(
  'nothing is sent of what could not be written, and a row that cannot be opened holds nobody up',
  async (t) => {
    const { db, relays, targets, request, ask, hub } = rig(t);
    const url = 'rtsp://127.0.0.1:1/x';
    const target = targets.add(request, { name: 'Xa', url, username: 'a', password: 'b' });
    db.exec('CREATE TRIGGER full BEFORE INSERT ON camera_relays BEGIN SELECT RAISE(ABORT, "full"); END');
    t.throws(() => relays.send(AN, ask(target.id)));
    t.equal(hub.listeners, 0);
    t.strictSame(relays.list(10), []);
    db.exec('DROP TRIGGER full');
    const { id } = relays.send(AN, ask(target.id));
    await relays.close();
    db.prepare('UPDATE camera_relay_targets SET credentials = ?').run('AAAA');
    relays.start();
    t.match(relays.list(10), [{ id, endedWhy: 'failed' }]);
    t.match(targets.list(), [{ username: null }]);
  },
);
