import {
  createReadStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { checkedCopy, faultIn } from '../../src/db/checked-copy.ts';
import { openDatabase } from '../../src/db/open.ts';
import { readArchive } from '../../src/system/backup/archive.ts';
import { listBackups } from '../../src/system/backup/backup-files.ts';
import { preparePlace, tryPlace } from '../../src/system/backup/backup-place.ts';
import { backupDue } from '../../src/system/backup/backups.ts';
import { type BackupRequest, makeBackup } from '../../src/system/backup/make-backup.ts';
import { identityOf, newRecoveryCode, recipientOf } from '../../src/system/backup/recovery-code.ts';
import { KEPT, NOT_KEPT } from '../../src/system/data-folder.ts';
import { takeLock } from '../../src/system/file-lock.ts';
import { startStation } from '../harness.ts';

const NOW = Date.UTC(2026, 10, 21, 18, 30);

/** A data folder with a database of one table, and what is kept beside it. */
function dataFolder(t: Test): string {
  const data = t.testdir({ 'secret.key': 'key', tls: { 'ca.pem': 'ca' }, audio: { a: 'cache' }, usb: {} });
  const db = openDatabase(join(data, 'tramso.db'));
  db.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT');
  db.prepare('INSERT INTO note VALUES (1, ?)').run('bản tin'.repeat(1000));
  t.teardown(() => db.close());
  return data;
}

async function requestFor(data: string, more: Partial<BackupRequest> = {}): Promise<[BackupRequest, string]> {
  const code = newRecoveryCode();
  const recipient = await recipientOf(code);
  const masterKey = join(data, 'secret.key');
  const folder = join(data, 'usb');
  const place = { data, folder, separateDisk: false, keep: 2, id: '0a1b2c3d', now: NOW };
  return [{ ...place, recipient, masterKey, ...more }, code];
}

t.test('a backup holds the database, the keys and nothing that can be made again', async (t) => {
  const data = dataFolder(t);
  const [request, code] = await requestFor(data);
  const steps: string[] = [];
  const { file, bytes } = await makeBackup(request, ({ step, percent }) => steps.push(`${step} ${percent}`));

  t.match(file, /usb\/tramso-0a1b2c3d-20261122-013000\.tar\.zst\.age$/, 'named by local time');
  t.equal(statSync(file).size, bytes);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.notMatch(readFileSync(file, 'latin1'), /secret|tls|SQLite/, 'nothing shows from outside');
  t.equal(steps[0], 'copy null');
  t.equal(steps.at(-1), 'write 100');

  const opened = join(data, 'opened');
  const names = await readArchive(createReadStream(file), await identityOf(code), opened);
  t.same(names.sort(), ['secret.key', 'tls/ca.pem', 'tramso.db']);
  t.equal(readFileSync(join(opened, 'tls/ca.pem'), 'utf8'), 'ca');
  t.equal(faultIn(join(opened, 'tramso.db')), undefined);
  const copy = new Database(join(opened, 'tramso.db'), { readonly: true });
  t.equal(copy.prepare('SELECT length(text) FROM note').pluck().get(), 7000);
  copy.close();
});

t.test('only the newest stay, other files are left alone', async (t) => {
  const data = dataFolder(t);
  const [request] = await requestFor(data);
  writeFileSync(join(request.folder, 'ảnh.jpg'), '');
  writeFileSync(join(request.folder, '.tramso-0a1b2c3d-20260101-000000.tar.zst.age.partial'), '');
  for (const hour of [0, 1, 2]) await makeBackup({ ...request, now: NOW + hour * 3_600_000 });
  t.same(readdirSync(request.folder).sort(), [
    'tramso-0a1b2c3d-20261122-023000.tar.zst.age',
    'tramso-0a1b2c3d-20261122-033000.tar.zst.age',
    'ảnh.jpg',
  ]);
  const [newest] = await listBackups(request.folder, request.id, NOW + 3 * 3_600_000);
  t.match(newest, { name: 'tramso-0a1b2c3d-20261122-033000.tar.zst.age' });
});

t.test('stations that share a folder leave each other’s backups alone', async (t) => {
  const [a] = await requestFor(dataFolder(t), { keep: 1 });
  const [b] = await requestFor(dataFolder(t), { keep: 1, id: 'bbbbbbbb', folder: a.folder });
  writeFileSync(join(a.folder, '.tramso-0a1b2c3d-20261122-013000.tar.zst.age.partial'), 'under way');
  for (const now of [NOW, NOW + 60_000]) await makeBackup({ ...b, now });
  await makeBackup(a);
  t.same(readdirSync(a.folder).sort(), [
    'tramso-0a1b2c3d-20261122-013000.tar.zst.age',
    'tramso-bbbbbbbb-20261122-013100.tar.zst.age',
  ]);
  t.same(
    (await listBackups(a.folder, b.id, NOW + 60_000)).map(({ name }) => name),
    ['tramso-bbbbbbbb-20261122-013100.tar.zst.age'],
  );
});

t.test('a backup of the time when the clock ran ahead goes first, never the one just made', async (t) => {
  const [request] = await requestFor(dataFolder(t), { keep: 1 });
  await makeBackup({ ...request, now: Date.UTC(2040, 0, 1) });
  const { file } = await makeBackup(request);
  t.same(
    readdirSync(request.folder).map((name) => join(request.folder, name)),
    [file],
  );
});

t.test('one backup at a time, whoever asks', async (t) => {
  const data = dataFolder(t);
  const [request] = await requestFor(data);
  mkdirSync(join(data, 'backups'));
  const unlock = takeLock(join(data, 'backups', 'backup.lock'));
  await t.rejects(makeBackup(request), { code: 'backup.running' });
  unlock?.();
  await makeBackup(request);
});

t.test('a backup disk that fills up gives up the oldest, all but the newest', async (t) => {
  const data = dataFolder(t);
  const [request] = await requestFor(data, { keep: 10 });
  for (const hour of [0, 1, 2]) await makeBackup({ ...request, now: NOW + hour * 3_600_000 });
  const place = { ...request, now: NOW + 4 * 3_600_000 };
  const kept = () => readdirSync(request.folder).length;
  const GB = 2 ** 30;
  // Room comes with the second of them.
  let left = 3;
  const space = async () => ({ free: kept() < left ? GB : 0, used: 0.5 });
  t.equal(await preparePlace(place, space), 10);
  t.equal(kept(), 2);
  left = 1;
  await t.rejects(preparePlace(place, space), { code: 'backup.full', messageVi: /đã đầy/ });
  t.match(readdirSync(request.folder), ['tramso-0a1b2c3d-20261122-033000.tar.zst.age']);
  const scarce = async () => ({ free: GB, used: 0.95 });
  t.equal(await preparePlace(place, scarce), 1, 'on the data’s own disk, nearly full, one is enough');
});

t.test('a folder that may not be written is told as such', async (t) => {
  const data = dataFolder(t);
  const [request] = await requestFor(data, { folder: '/proc' });
  await t.rejects(tryPlace(request), { code: 'backup.place' });
  await t.rejects(makeBackup(request), { code: 'backup.place' });
  const [fine] = await requestFor(data);
  await tryPlace(fine);
  t.same(readdirSync(fine.folder), []);
});

t.test('a place that will not do is refused before anything is written', async (t) => {
  const data = dataFolder(t);
  const [missing] = await requestFor(data, { folder: '/nowhere/usb' });
  await t.rejects(makeBackup(missing), { code: 'backup.place', details: { reason: 'ENOENT' } });
  const [same] = await requestFor(data, { separateDisk: true });
  await t.rejects(makeBackup(same), { code: 'backup.same_disk' });
  t.same(readdirSync(same.folder), []);
});

t.test('a damaged database is never backed up', async (t) => {
  const data = t.testdir({ 'tramso.db': 'not a database at all'.repeat(500), 'secret.key': 'k', usb: {} });
  const [request] = await requestFor(data);
  await t.rejects(makeBackup(request), { code: 'database.damaged' });
  t.same(readdirSync(request.folder), []);
});

t.test('an older sound copy outlives a failed one', async (t) => {
  const data = dataFolder(t);
  const target = join(data, 'copy.db');
  checkedCopy(join(data, 'tramso.db'), target);
  const before = readFileSync(target);
  writeFileSync(join(data, 'bad.db'), 'x'.repeat(5000));
  t.throws(() => checkedCopy(join(data, 'bad.db'), target), { code: 'database.damaged' });
  t.ok(before.equals(readFileSync(target)));
});

t.test('a wrong code, a cut file and a flipped bit are told apart and refused', async (t) => {
  const data = dataFolder(t);
  const [request, code] = await requestFor(data);
  const { file, bytes } = await makeBackup(request);
  const open = async (name: string, with_: string) =>
    readArchive(createReadStream(name), await identityOf(with_), join(data, `out-${Math.random()}`));
  await t.rejects(open(file, newRecoveryCode()), { code: 'recovery.code_other' });

  const flipped = readFileSync(file);
  flipped.writeUInt8(flipped.readUInt8(bytes - 40) ^ 1, bytes - 40);
  writeFileSync(join(data, 'flipped'), flipped);
  await t.rejects(open(join(data, 'flipped'), code), { code: 'backup.damaged' });
  truncateSync(file, bytes - 20);
  await t.rejects(open(file, code), { code: 'backup.damaged' });
  writeFileSync(join(data, 'other'), 'a holiday picture');
  await t.rejects(open(join(data, 'other'), code), { code: 'backup.damaged' });
});

t.test('a backup is due once a night, also when the night was missed', async (t) => {
  const settings = { nightly: true, time: '01:30' };
  const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour - 7, 0);
  t.equal(backupDue(at(22, 9), null, settings), true, 'there was none ever');
  t.equal(backupDue(at(22, 1), at(21, 2), settings), false, 'last night’s is there');
  t.equal(backupDue(at(22, 2), at(21, 2), settings), true, 'tonight’s time has come');
  t.equal(backupDue(at(22, 23), at(22, 2), settings), false);
  t.equal(backupDue(at(25, 8), at(22, 2), settings), true, 'the box was off');
  t.equal(backupDue(at(25, 8), null, { ...settings, nightly: false }), false);
  t.equal(backupDue(at(22, 1), at(30, 2), settings), true, 'one that is yet to come was never made');
});

t.test('every file of a running station is either kept or known not to be', async (t) => {
  const station = await startStation(t);
  await station.listen();
  mkdirSync(join(station.data, 'cache'), { recursive: true });
  const known = new Set<string>(['tramso.db', ...KEPT, ...NOT_KEPT]);
  for (const name of readdirSync(station.data)) t.ok(known.has(name), `${name} is listed in data-folder.ts`);
});
