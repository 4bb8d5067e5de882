import t from 'tap';
import { startStation } from '../harness.ts';

t.test('reading devices', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  const viewer = await signIn('viewer');
  const changed: string[] = [];
  app.events.on('device.changed', ({ id }) => changed.push(id));
  const zoneId = app.commune.tree.create({ name: 'Thôn 1' }).id;
  const made = ['A', 'B', 'C'].map((name) => app.devices.create({ kind: 'camera', name, zoneId }));
  t.strictSame(changed, [], 'not before the transaction is over');
  await Promise.resolve();
  t.strictSame(
    changed,
    made.map(({ id }) => id),
  );

  const first = await viewer.get('/api/devices?kind=camera&limit=2');
  t.match(first, { status: 200, body: { items: made.slice(0, 2), total: 3 } });
  const second = await viewer.get(`/api/devices?kind=camera&limit=2&after=${first.body.next}`);
  t.match(second.body, { items: made.slice(2), next: null });
  t.equal((await viewer.get('/api/devices?kind=speaker')).body.items.length, 0);
  t.equal((await viewer.get(`/api/devices?zoneId=${zoneId}`)).body.total, 3);
  t.match(await viewer.get('/api/devices?after=abc'), { status: 400, body: { error: { field: 'after' } } });
  t.match(await viewer.get('/api/devices?limit=0'), { status: 400, body: { error: { field: 'limit' } } });
  t.match(await viewer.get(`/api/devices/${made[0]?.id}`), { status: 200, body: made[0] });
  t.equal((await viewer.get('/api/devices/x')).status, 404);
  t.equal((await nobody.get('/api/devices')).status, 401);
  t.equal((await (await signIn('police')).get('/api/devices')).status, 403);

  const admin = await signIn('admin');
  t.match(await admin.delete(`/api/zones/${zoneId}`), {
    status: 409,
    body: { error: { code: 'zone.in_use', message: /3 thiết bị/, messageEn: /3 devices/ } },
  });
});
