import t from 'tap';
import { startStation } from '../../harness.ts';

t.test('a check that cannot be written down does not begin', async (t) => {
  const { app, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const state = async () => (await admin.get('/api/camera-security-check')).body.state;
  app.db.pragma('query_only = ON');
  t.equal((await admin.post('/api/camera-security-check', {})).status, 500);
  t.equal(await state(), 'idle');
  app.db.pragma('query_only = OFF');
  t.equal((await admin.post('/api/camera-security-check', {})).status, 202);
  t.not(await state(), 'idle');
});
