import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import type { AlertRule } from '../../src/alerts/schemas.ts';
import { startStation } from '../harness.ts';

const RULE: AlertRule = {
  id: 'test.cause',
  severity: 'critical',
  title: { vi: 'Hỏng {name}', en: '{name} is broken' },
  advice: { vi: 'Sửa đi.', en: 'Repair it.' },
};

t.test('seen, taken on, put off', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  app.alerts.define([RULE]);
  const changed: string[] = [];
  app.events.on('alert.changed', ({ id }) => changed.push(id));
  const told: string[] = [];
  // Other slices tell of their own affairs meanwhile.
  app.live.changed = (topic, id) => void (topic === 'alerts' && told.push(`${topic} ${id}`));
  const editor = await signIn('editor');
  const { id } = app.alerts.raise('test.cause', 'a', { name: 'loa' });
  const other = app.alerts.raise('test.cause', 'b');
  await wait(0);
  t.strictSame(changed, [id, other.id]);
  t.strictSame(told, [`alerts ${id}`, `alerts ${other.id}`]);

  const list = await editor.get('/api/alerts');
  t.match(list, { status: 200, body: { total: 2, next: null } });
  t.match(list.body.items.at(-1), {
    id,
    title: 'Hỏng loa',
    titleEn: 'loa is broken',
    details: { name: 'loa' },
  });
  const page = await editor.get('/api/alerts?limit=1');
  t.match((await editor.get(`/api/alerts?limit=1&after=${page.body.next}`)).body.items, [{ id }]);

  t.match(await editor.post(`/api/alerts/${id}/acknowledge`), {
    status: 200,
    body: { acknowledgedBy: editor.user.name, acknowledgedAt: Number },
  });
  t.equal((await editor.post(`/api/alerts/${id}/acknowledge`)).status, 200, 'a second click does no harm');
  const until = app.clock.now() + 60_000;
  t.match(await editor.post(`/api/alerts/${id}/snooze`, { until }), {
    status: 200,
    body: { snoozedUntil: until },
  });
  t.match(await editor.post(`/api/alerts/${id}/snooze`, { until: 5 }), {
    status: 400,
    body: { error: { field: 'until' } },
  });
  t.match(await editor.post(`/api/alerts/${id}/snooze`), { status: 400 });
  t.match((await editor.get('/api/alerts?state=open')).body, { items: [{ id: other.id }], total: 1 });
  t.match((await editor.get('/api/alerts?state=snoozed')).body.items, [{ id }]);
  t.match(await editor.delete(`/api/alerts/${id}/snooze`), { status: 200, body: { snoozedUntil: null } });
  t.equal((await editor.delete(`/api/alerts/${id}/snooze`)).status, 200, 'a second click does no harm');
  t.equal((await editor.get('/api/alerts?state=open')).body.total, 2, 'shown again');

  app.alerts.clear('test.cause', 'a');
  t.match((await editor.get('/api/alerts?state=cleared')).body.items, [{ id, clearedAt: Number }]);
  t.equal((await editor.get('/api/alerts?state=all')).body.total, 2);
  t.match(await editor.post(`/api/alerts/${id}/acknowledge`), {
    status: 409,
    body: { error: { code: 'alert.over' } },
  });
  t.equal((await editor.delete(`/api/alerts/${id}/snooze`)).status, 409);
  t.equal((await editor.post('/api/alerts/x/acknowledge')).status, 404);
  t.equal((await editor.delete('/api/alerts/x/snooze')).status, 404);
  t.equal((await editor.get('/api/alerts?state=nope')).status, 400);

  t.equal((await nobody.get('/api/alerts')).status, 401);
  const viewer = await signIn('viewer');
  t.equal((await viewer.get('/api/alerts')).status, 200);
  t.equal((await viewer.post(`/api/alerts/${other.id}/acknowledge`)).status, 403);
  t.equal((await viewer.delete(`/api/alerts/${other.id}/snooze`)).status, 403);
  t.equal((await (await signIn('police')).get('/api/alerts')).status, 403);

  const log = (await (await signIn('admin')).get('/api/audit')).body.items;
  const ours = log.filter(({ target }: { target: string }) => target === `alert:${id}`);
  t.match(ours, [
    { action: 'alert.unsnooze', details: { rule: 'test.cause', subject: 'a' } },
    { action: 'alert.snooze', details: { rule: 'test.cause', subject: 'a', until } },
    { action: 'alert.acknowledge' },
  ]);
  t.equal(ours.length, 3);
});

t.test('what a caller rolls back is told to nobody', async (t) => {
  const { app } = await startStation(t);
  app.alerts.define([RULE]);
  const changed: string[] = [];
  app.events.on('alert.changed', ({ id }) => changed.push(id));
  t.throws(() =>
    app.db.transaction(() => {
      app.alerts.raise('test.cause', 'a');
      throw new Error('dừng');
    })(),
  );
  app.db.transaction(() => {
    app.alerts.raise('test.cause', 'b');
    app.alerts.clear('test.cause', 'b');
  })();
  await wait(0);
  t.equal(changed.length, 2, 'opened and cleared in one transaction');
  t.equal(app.outbox.pending().alarm.rows, 2);
});
