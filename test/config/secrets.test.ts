import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadSecrets, masterKeyFor } from '../../src/config/secrets.ts';
import { openDatabase } from '../../src/db/open.ts';
import { hideUserinfo } from '../../src/protocols/userinfo.ts';

t.test('the key is made once, 0600, and reopens what it sealed', async (t) => {
  const dir = t.testdir();
  const sealed = loadSecrets(dir, {}).seal('mật khẩu', 'cameras.password');
  t.equal(statSync(join(dir, 'secret.key')).mode & 0o777, 0o600);
  t.notMatch(sealed, /mật/);
  t.equal(loadSecrets(dir, {}).open(sealed, 'cameras.password'), 'mật khẩu');
});

t.test('a sealed value can be neither moved nor changed, nor opened with another key', async (t) => {
  const secrets = loadSecrets(t.testdir(), {});
  const sealed = secrets.seal('x', 'a.b');
  t.throws(() => secrets.open(sealed, 'a.c'));
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  t.throws(() => secrets.open(bytes.toString('base64'), 'a.b'));
  t.test('another key', async (t) => t.throws(() => loadSecrets(t.testdir(), {}).open(sealed, 'a.b')));
});

t.test(
  'a systemd credential comes before the file; a readable file is closed; a damaged one stops',
  async (t) => {
    const dir = t.testdir({ credentials: { 'tramso-key': Buffer.alloc(32, 7).toString('base64') } });
    const secrets = loadSecrets(dir, { CREDENTIALS_DIRECTORY: join(dir, 'credentials') });
    t.throws(() => readFileSync(join(dir, 'secret.key')), 'no key file is made');
    t.not(secrets.derive('a').toString('hex'), secrets.derive('b').toString('hex'));

    loadSecrets(dir, {});
    chmodSync(join(dir, 'secret.key'), 0o644);
    loadSecrets(dir, {});
    t.equal(statSync(join(dir, 'secret.key')).mode & 0o777, 0o600);

    writeFileSync(join(dir, 'secret.key'), 'short');
    t.throws(() => loadSecrets(dir, {}), { code: 'key.damaged' });
  },
);

t.test('a database is opened with the key that it was made with, wherever that is kept', async (t) => {
  const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
  const dir = t.testdir({ credentials: { 'tramso-key': key(7) } });
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  const env = { CREDENTIALS_DIRECTORY: join(dir, 'credentials') };
  const first = masterKeyFor(db, dir, env);
  t.equal(first.path, join(dir, 'credentials', 'tramso-key'));

  t.throws(() => masterKeyFor(db, dir, {}), { code: 'key.missing' }, 'the command line has no credential');
  t.notOk(existsSync(join(dir, 'secret.key')), 'and makes no key of its own');
  writeFileSync(join(dir, 'secret.key'), key(8));
  t.throws(() => masterKeyFor(db, dir, {}), { code: 'key.other' });
  t.equal(masterKeyFor(db, dir, env).path, first.path);

  writeFileSync(join(dir, 'credentials', 'tramso-key'), key(9));
  writeFileSync(join(dir, 'secret.key'), key(7));
  const restored = masterKeyFor(db, dir, env);
  t.equal(restored.path, join(dir, 'secret.key'), 'a restored station brings its key to a box that has one');
  t.same(restored.secrets.derive('a'), first.secrets.derive('a'));
});

t.test('a power cut while the first key is written leaves none, not half of one', async (t) => {
  const dir = t.testdir({ 'secret.key.new': 'ha' });
  const sealed = loadSecrets(dir, {}).seal('x', 'a.b');
  t.equal(loadSecrets(dir, {}).open(sealed, 'a.b'), 'x');
  t.same(readdirSync(dir), ['secret.key']);
});

t.test('no URL shows its password', async (t) => {
  t.equal(
    hideUserinfo('open rtsp://admin:p@ss/w@10.0.0.5/live failed'),
    'open rtsp://***@10.0.0.5/live failed',
  );
  t.equal(hideUserinfo('http://10.0.0.5:80/a'), 'http://10.0.0.5:80/a');
  const line = JSON.stringify({ a: 'x://u:p"q@h', b: { c: 'm@n' } });
  t.same(JSON.parse(hideUserinfo(line)), { a: 'x://***@h', b: { c: 'm@n' } }, 'a line of JSON stays one');
});
