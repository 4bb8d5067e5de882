import { join } from 'node:path';
import t from 'tap';
import { openDatabase } from '../../../src/db/open.ts';
import { createOutbox } from '../../../src/outbox/outbox.ts';
import { rescue } from '../../../src/web/identity/rescue.ts';
import { startStation } from '../../harness.ts';

t.test('beside a running station, root gets a lost administrator back in', async (t) => {
  const station = await startStation(t);
  const { app, nobody, data } = station;
  const ids: string[] = [];
  app.events.on('session.ended', ({ sessionId }) => ids.push(sessionId));
  const admin = await station.signIn('admin');
  await admin.get('/api/users');
  app.db.prepare('UPDATE users SET disabled = 1').run();
  for (let i = 0; i < 5; i++) await nobody.post('/api/session', { username: 'admin', password: 'quên rồi' });

  const db = openDatabase(join(data, 'tramso.db'));
  t.teardown(() => db.close());
  const { clock, secrets } = app;
  const console = rescue({ db, clock, secrets, outbox: createOutbox({ db, clock }) });
  t.match(console.list(), [{ username: 'admin', role: 'admin', disabled: true }]);
  const password = await console.resetPassword('Admin');
  t.match(await nobody.post('/api/session', { username: 'admin', password }), {
    status: 200,
    body: { user: { mustChangePassword: true } },
  });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  t.same(ids, [admin.sessionId], 'the running station lets go of the old session');

  const other = await console.createAdmin('Moi', 'Người Mới');
  t.equal((await nobody.post('/api/session', { username: 'moi', password: other })).body.user.role, 'admin');
  await t.rejects(console.createAdmin('moi', 'X'), { code: 'user.exists' });
  await t.rejects(console.createAdmin('m', 'X'), { code: 'input.invalid', details: { field: 'username' } });
  await t.rejects(console.createAdmin('moi2', ''), { code: 'input.invalid', details: { field: 'name' } });
  await t.rejects(console.resetPassword('khongco'), { code: 'item.not_found' });
  t.ok((await app.audit.verify()).ok, 'one chain for both processes');
  const actors = app.db
    .prepare("SELECT DISTINCT actor_name FROM audit WHERE action LIKE 'user.%'")
    .pluck()
    .all();
  t.same(actors, ['console']);
});
