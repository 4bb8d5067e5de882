import t from 'tap';
import { hashPassword, hashToken, isPassword, newSecret } from '../../src/speakers/credentials.ts';

t.test('a password is 160 random bits that a technician can type', (t) => {
  const secrets = new Set(Array.from({ length: 1000 }, newSecret));
  t.equal(secrets.size, 1000);
  for (const secret of secrets) t.match(secret, /^[0-9a-v]{32}$/);
  t.end();
});

t.test('hashes in the form of mosquitto 2', (t) => {
  const salt = Buffer.from('d2hhdCBhIHNhbHQ=', 'base64');
  t.match(hashPassword('loa', salt), /^\$7\$101\$d2hhdCBhIHNhbHQ=\$[A-Za-z0-9+/]{86}==$/);
  const hash = hashPassword('đúng');
  t.ok(isPassword('đúng', hash));
  t.ok(isPassword(Buffer.from('đúng'), hash));
  t.notOk(isPassword('sai', hash));
  t.notOk(isPassword('', hash));
  for (const broken of ['', '$6$x$y', '$7$102$aaaa$bbbb', '$7$101$$', hash.slice(0, -8)])
    t.notOk(isPassword('đúng', broken));
  t.not(hashPassword('đúng'), hash, 'salted');
  t.end();
});

t.test('tokens are looked up by their hash', (t) => {
  t.equal(hashToken('a'), hashToken('a'));
  t.match(hashToken('a'), /^[0-9a-f]{64}$/);
  t.end();
});
