import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { adoptReplacement, adoptRestored } from '../../src/adopt-database.ts';
import { masterKeyFor } from '../../src/config/secrets.ts';
import { clockFloor } from '../../src/db/clock-floor.ts';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { openDatabase, readMeta, writeMeta } from '../../src/db/open.ts';
import { createOutbox } from '../../src/outbox/outbox.ts';
import { makeBackup } from '../../src/system/backup/make-backup.ts';
import { newRecoveryCode, recipientOf } from '../../src/system/backup/recovery-code.ts';
import { isDatabaseLost, replaceDamaged } from '../../src/system/backup/replace-damaged.ts';
import { finishRestore, type RestoreRequest, restoreBackup } from '../../src/system/backup/restore.ts';
import { createAudit } from '../../src/web/audit.ts';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 0);

/** Every row of every table that a restore must bring back as it was. */
function contents(path: string): Record<string, unknown[]> {
  const db = new Database(path, { readonly: true });
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all()
    .filter((name) => !['meta', 'outbox_gaps', 'sqlite_sequence'].includes(name));
  const rows = tables.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
  db.close();
  return Object.fromEntries(rows);
}

t.test('the drill: a lost box comes back on other hardware with the recovery code alone', async (t) => {
  const dir = stationFolder(t);
  mkdirSync(join(dir, 'usb'));
  const first = await startStation(t);
  const admin = await first.signIn('admin');
  const [root] = (await admin.get('/api/zones')).body.items;
  const zone = await admin.post('/api/zones', { parentId: root.id, name: 'Thôn Đông' });
  t.equal(zone.status, 201);
  const { code } = (await admin.post('/api/system/recovery-code', { pin: '246810' })).body;
  await admin.put('/api/settings/backup', { folder: join(dir, 'usb'), keep: 3 });
  const file = await first.app.system.backups.start();
  const epoch = readMeta(first.app.db, 'outbox_epoch');
  const sealed = first.app.secrets.seal('mật khẩu loa', 'test');
  const was = contents(join(first.data, 'backups', 'last-good.db'));
  await first.close();

  const data = join(dir, 'elsewhere');
  mkdirSync(data);
  const request = { file: file.file, data, recoveryCode: code, adopt: adoptRestored, now: NOW };
  t.equal(await restoreBackup(request), undefined, 'there was nothing to keep aside');
  const restored = contents(join(data, 'tramso.db'));
  const noted = ['sessions', 'setup_code', 'audit', 'audit_anchor', 'outbox', 'outbox_totals'];
  const others = Object.keys(was).filter((name) => !noted.includes(name));
  for (const name of others) t.same(restored[name], was[name], name);
  const log = restored.audit;
  t.match(log?.at(-1), { action: 'system.restore', actor_name: 'console' });

  const second = await startStation(t, { data });
  t.equal(second.app.secrets.open(sealed, 'test'), 'mật khẩu loa', 'the master key came along');
  t.not(readMeta(second.app.db, 'outbox_epoch'), epoch, 'the outbox has a new epoch');
  t.ok(await second.app.audit.verify().then(({ ok }) => ok), 'the audit log is unbroken');
  const again = await second.signIn('admin');
  t.match((await again.get('/api/zones')).body, { items: [{}, { name: 'Thôn Đông' }] });
  t.equal(
    (await again.get('/api/system/backup')).body.hasRecoveryCode,
    true,
    'the next backup needs no new code',
  );
});

/** A backup by the version before this one, which had one migration less. */
async function olderBackup(dir: string): Promise<{ file: string; code: string }> {
  const data = join(dir, 'older');
  mkdirSync(data);
  const db = openDatabase(join(data, 'tramso.db'));
  migrate(db, undefined, readMigrations().slice(0, -1));
  const { path, secrets } = masterKeyFor(db, data, {});
  const clock = clockFloor(db);
  const audit = createAudit({ db, clock, secrets, outbox: createOutbox({ db, clock }) });
  db.transaction(() => audit.append({ actor: 'Lan', action: 'user.create' }))();
  db.exec(`INSERT INTO users VALUES ('u', 'lan', 'Lan', 'admin', 'x', NULL, NULL, 0, 0, 0, NULL);
    INSERT INTO sessions VALUES ('s', x'00', 'u', '127.0.0.1', 0, 0)`);
  writeMeta(db, 'clock_floor', String(NOW));
  db.close();
  const code = newRecoveryCode();
  const recipient = await recipientOf(code);
  const place = { data, folder: dir, separateDisk: false, keep: 1, id: '00000000', now: NOW };
  return { file: (await makeBackup({ ...place, recipient, masterKey: path })).file, code };
}

t.test('a backup from before an upgrade is restored on a box that has backups of its own', async (t) => {
  const dir = stationFolder(t);
  const data = join(dir, 'box');
  mkdirSync(join(data, 'backups'), { recursive: true });
  for (const name of ['tramso.db', 'secret.key', 'backups/last-good.db'])
    writeFileSync(join(data, name), 'old');
  const { file, code } = await olderBackup(dir);
  const aside = await restoreBackup({ file, data, recoveryCode: code, adopt: adoptRestored, now: NOW });
  t.same(readdirSync(String(aside)).sort(), ['last-good.db', 'secret.key', 'tramso.db']);
  t.same(readdirSync(data).sort(), ['backups', basename(String(aside)), 'secret.key', 'tramso.db']);
  t.same(readdirSync(join(data, 'backups')), [], 'no older copy can take the place of what was restored');

  const station = await startStation(t, { data });
  t.same(station.app.db.prepare('SELECT * FROM sessions').all(), [], 'nobody is signed in any more');
  const entry = station.app.db.prepare("SELECT details FROM audit WHERE action = 'system.restore'").pluck();
  t.same(JSON.parse(String(entry.get())), { file: basename(file), knownUntil: NOW });
  t.match(await station.app.audit.verify(), { ok: true, problem: null });
});

t.test('what was there is kept aside, and a bad backup replaces nothing', async (t) => {
  const dir = t.testdir({ usb: {} });
  const station = await startStation(t);
  const code = await station.app.system.recovery.renew();
  const { file } = await station.app.system.backups.start();
  await station.close();
  const data = station.data;
  writeFileSync(join(data, 'tramso.toml'), '[log]\nlevel = "debug"\n');
  const request: RestoreRequest = { file, data, recoveryCode: code, adopt: adoptRestored, now: NOW };

  const before = contents(join(data, 'tramso.db'));
  await t.rejects(restoreBackup({ ...request, recoveryCode: newRecoveryCode() }), {
    code: 'recovery.code_other',
  });
  await t.rejects(restoreBackup({ ...request, recoveryCode: 'không nhớ' }), {
    code: 'recovery.code_invalid',
  });
  await t.rejects(restoreBackup({ ...request, file: join(dir, 'none') }), { code: 'backup.unreadable' });
  const newer = () => Promise.reject(new Error('from a newer version'));
  await t.rejects(restoreBackup({ ...request, adopt: newer }), /newer/);
  t.same(contents(join(data, 'tramso.db')), before);
  t.notOk(existsSync(join(data, 'restoring')), 'nothing is left behind');

  const aside = await restoreBackup(request);
  t.equal(aside, join(data, 'before-restore-20261122030000'));
  t.same(contents(join(String(aside), 'tramso.db')), before);
  t.ok(existsSync(join(String(aside), 'tramso.toml')));
  t.notOk(existsSync(join(data, 'tramso.toml')), 'the settings file is the backup’s, which had none');
});

t.test('a restore that the power cut is carried through at the next start, wherever it stood', async (t) => {
  const files = { 'tramso.db': 'new', 'secret.key': 'new', tls: { 'ca.pem': 'new' } };
  const old = { 'tramso.db': 'old', 'tramso.db-wal': 'old', 'secret.key': 'old' };
  const check = async (t: Test, data: string) => {
    t.equal(await finishRestore(data), join(data, 'before-restore-1'));
    for (const name of ['tramso.db', 'secret.key', 'tls/ca.pem']) {
      t.equal(readFileSync(join(data, name), 'utf8'), 'new', name);
    }
    t.equal(readFileSync(join(data, 'before-restore-1', 'secret.key'), 'utf8'), 'old');
    t.same(readdirSync(data).sort(), ['before-restore-1', 'secret.key', 'tls', 'tramso.db']);
    t.equal(await finishRestore(data), undefined, 'once is enough');
  };
  await t.test('before anything moved', async (t) => {
    await check(t, t.testdir({ ...old, restoring: { ...files, VERIFIED: 'before-restore-1' } }));
  });
  await t.test('while the old was moving', async (t) => {
    const data = t.testdir({
      ...old,
      'before-restore-1': {},
      restoring: { ...files, VERIFIED: 'before-restore-1' },
    });
    renameSync(join(data, 'tramso.db'), join(data, 'before-restore-1', 'tramso.db'));
    await check(t, data);
  });
  await t.test('while the new was moving', async (t) => {
    const data = t.testdir({ 'before-restore-1': old, restoring: { ...files, CLEARED: 'before-restore-1' } });
    renameSync(join(data, 'restoring', 'secret.key'), join(data, 'secret.key'));
    await check(t, data);
  });
  await t.test('with something beside the restored files', async (t) => {
    const backups = { 'before-migration-0002.db': 'new' };
    const data = t.testdir({
      'before-restore-1': old,
      restoring: { ...files, backups, CLEARED: 'before-restore-1' },
      backups: { 'before-migration-0002.db': 'old' },
    });
    t.equal(await finishRestore(data), join(data, 'before-restore-1'));
    t.equal(readFileSync(join(data, 'secret.key'), 'utf8'), 'new');
    t.equal(readFileSync(join(data, 'backups', 'before-migration-0002.db'), 'utf8'), 'old');
  });
  await t.test('before it was verified, it is no restore', async (t) => {
    const data = t.testdir({ ...old, restoring: files });
    t.equal(await finishRestore(data), undefined);
    t.equal(readFileSync(join(data, 'tramso.db'), 'utf8'), 'old');
  });
});

t.test('a damaged database gives way to the newest checked copy', async (t) => {
  const station = await startStation(t);
  await station.app.system.recovery.renew();
  await station.app.system.backups.start();
  await station.close();
  const path = join(station.data, 'tramso.db');
  const good = contents(path);
  writeFileSync(path, 'zeros after a power cut'.repeat(1000));
  t.throws(() => openDatabase(path), { code: 'SQLITE_NOTADB' });
  const copiedAt = await replaceDamaged(station.data, NOW, adoptReplacement);
  t.type(copiedAt, 'number');
  t.same(Object.keys(contents(path)), Object.keys(good));
  t.match(readFileSync(join(station.data, 'damaged-20261122030000', 'tramso.db'), 'utf8'), /^zeros/);
});

t.test('a lost database is no new station', async (t) => {
  t.equal(isDatabaseLost(t.testdir({ 'tramso.toml': '' })), false, 'a folder where none has been');
  t.equal(isDatabaseLost(t.testdir({ 'secret.key': 'k', 'tramso.db': '' })), true);
  const station = await startStation(t);
  await station.app.system.recovery.renew();
  await station.app.system.backups.start();
  await station.close();
  const path = join(station.data, 'tramso.db');
  const good = contents(path);
  t.equal(isDatabaseLost(station.data), false);
  rmSync(path);
  t.equal(isDatabaseLost(station.data), true);
  await replaceDamaged(station.data, NOW, adoptReplacement);
  t.same(Object.keys(contents(path)), Object.keys(good));
});

t.test('without a sound copy nothing is touched', async (t) => {
  const data = t.testdir({
    'tramso.db': 'bad'.repeat(1000),
    backups: { 'last-good.db': 'bad too'.repeat(1000) },
  });
  t.equal(await replaceDamaged(data, NOW, adoptReplacement), undefined);
  t.same(readdirSync(data).sort(), ['backups', 'tramso.db']);
});
