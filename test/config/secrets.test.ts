import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hideUserinfo } from '../../src/config/redact.ts';
import { loadSecrets } from '../../src/config/secrets.ts';

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
    t.throws(() => loadSecrets(dir, {}), /damaged/);
  },
);

t.test('no URL shows its password', async (t) => {
  t.equal(
    hideUserinfo('open rtsp://admin:p@ss/w@10.0.0.5/live failed'),
    'open rtsp://***@10.0.0.5/live failed',
  );
  t.equal(hideUserinfo('http://10.0.0.5:80/a'), 'http://10.0.0.5:80/a');
});
