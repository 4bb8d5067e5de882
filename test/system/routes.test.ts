import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Finding } from '../../src/system/doctor/finding.ts';
import { PIN, type SignedIn, startStation } from '../harness.ts';

/** Waits for the backup under way to end; returns the status. */
async function settled(admin: SignedIn) {
  for (;;) {
    const { body } = await admin.get('/api/system/backup');
    if (body.running === null) return body;
    await sleep(20);
  }
}

t.test('health is the doctor’s findings, in both languages', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const admin = await station.signIn('admin');
  const { status, body } = await admin.get('/api/system/health');
  t.equal(status, 200);
  const checks: Finding[] = body.checks;
  const ids =
    'station data disk clock database audit backup ffmpeg voices pdf broker addresses ports certificates'.split(
      ' ',
    );
  t.same(
    checks.map(({ id }) => id),
    ids,
  );
  for (const { id, state, found, title, advice } of checks) {
    t.ok(title.vi && title.en && found.vi && found.en, `${id} says what it found`);
    t.equal(advice === null, state === 'ok', `${id} says what to do where something is to be done`);
  }
  const states = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
  t.match(states, {
    data: 'ok',
    audit: 'ok',
    ffmpeg: 'ok',
    voices: 'ok',
    broker: 'ok',
    ports: 'ok',
    addresses: 'ok',
    certificates: 'ok',
    backup: 'warning',
  });
  t.equal(body.state === 'ok', false);
  t.match(body, { version: /^\d/, disk: { free: Number, used: Number } });

  t.equal((await (await station.signIn('viewer')).get('/api/system/health')).status, 200);
  t.equal((await (await station.signIn('editor')).get('/api/system/health')).status, 403);
  t.equal((await station.nobody.get('/api/system/health')).status, 401);
});

t.test('a backup from the panel: code first, then progress, outcome and list', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  t.match((await admin.post('/api/system/backup')).body, { error: { code: 'recovery.none' } });

  t.equal(
    (await admin.post('/api/system/recovery-code', { pin: '000000' })).body.error.code,
    'auth.pin_wrong',
  );
  const { body, headers } = await admin.post('/api/system/recovery-code', { pin: PIN });
  t.match(body.code, /^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
  t.equal(headers['cache-control'], 'no-store');

  const started = await admin.post('/api/system/backup');
  t.equal(started.status, 202);
  t.match(started.body.running, { step: 'copy' });
  t.equal((await admin.post('/api/system/backup')).body.error.code, 'backup.running');
  const done = await settled(admin);
  t.match(done, { last: { error: null, bytes: Number }, lastGoodAt: Number, hasRecoveryCode: true });
  const list = await admin.get('/api/system/backups');
  t.match(list.body, { items: [{ name: /\.age$/ }], next: null });
  const gone = Buffer.from(JSON.stringify(['gone.age'])).toString('base64url');
  t.equal((await admin.get(`/api/system/backups?after=${gone}`)).body.error?.field, 'after');

  const actions = (await admin.get('/api/audit')).body.items.map(({ action }: { action: string }) => action);
  t.ok(actions.includes('system.backup') && actions.includes('system.recovery_code'));
  t.notMatch(JSON.stringify((await admin.get('/api/audit')).body), body.code);

  for (const role of ['viewer', 'editor', 'approver', 'police'] as const) {
    const other = await station.signIn(role);
    t.equal((await other.post('/api/system/backup')).status, 403, role);
    t.equal((await other.post('/api/system/recovery-code', { pin: PIN })).status, 403, role);
  }
});

t.test('a backup disk that is not there is an alert, which the next good backup clears', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  await station.app.system.recovery.renew();
  const usb = join(station.data, 'cache', 'usb');
  t.equal(
    (await admin.put('/api/settings/backup', { folder: 'usb' })).body.error.field,
    'folder',
    'not absolute',
  );
  const open = () => station.app.alerts.open().filter(({ rule }) => rule === 'backup.failed');
  t.equal((await admin.put('/api/settings/backup', { folder: '/nowhere/usb' })).status, 200);
  while (open().length === 0) await sleep(20);
  t.pass('told when it is chosen');
  await admin.post('/api/system/backup');
  t.match(await settled(admin), { last: { error: { code: 'backup.place' } }, lastGoodAt: null });
  t.match(open(), [{ advice: /ổ USB hoặc thư mục mạng/ }]);

  mkdirSync(usb, { recursive: true });
  await admin.put('/api/settings/backup', { folder: usb });
  await admin.post('/api/system/backup');
  t.match(await settled(admin), { last: { error: null } });
  t.same(open(), []);
  t.equal(readdirSync(usb).length, 1);
});

t.test('a stop in the middle of a backup leaves no half file with a good name', async (t) => {
  const station = await startStation(t);
  await station.app.system.recovery.renew();
  const made = station.app.system.backups.start();
  made.catch(() => {});
  await station.close();
  await t.rejects(made);
  const names = readdirSync(station.data, { recursive: true });
  t.same(
    names.filter((name) => /(^|\/)tramso-/.test(String(name))),
    [],
  );
});

t.test('the doctor sees keys that others can read', async (t) => {
  const station = await startStation(t);
  chmodSync(join(station.data, 'secret.key'), 0o644);
  const admin = await station.signIn('admin');
  const checks: Finding[] = (await admin.get('/api/system/health')).body.checks;
  t.match(
    checks.find(({ id }) => id === 'data'),
    { state: 'failed', advice: { vi: /chmod/ } },
  );
});

t.test('the station is alive, and Prometheus is told of the machine', async (t) => {
  const station = await startStation(t);
  await station.app.system.alive();
  await sleep(100);
  const { body } = await station.nobody.get('/metrics');
  for (const name of [
    'tramso_info',
    'tramso_disk_free_bytes',
    'tramso_database_wal_bytes',
    'tramso_clock_trusted',
  ]) {
    t.match(body, new RegExp(`^${name}`, 'm'));
  }
  station.app.readiness.add('broadcast', () => {
    throw new Error('stuck');
  });
  await t.rejects(station.app.system.alive(), /broadcast: stuck/);
});
