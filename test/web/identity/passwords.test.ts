import t from 'tap';
import { checkPassword, checkPin } from '../../../src/web/identity/password-rules.ts';
import {
  hashPassword,
  NOBODYS_HASH,
  oneTimePassword,
  verifyPassword,
} from '../../../src/web/identity/passwords.ts';

t.test('a hash verifies its password, in whatever Unicode form it is typed', async (t) => {
  const hash = await hashPassword('Trời mưa ở Cà Mau');
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  t.ok(await verifyPassword(hash, 'Trời mưa ở Cà Mau'.normalize('NFD')));
  t.notOk(await verifyPassword(hash, 'Trời mưa ở Cà mau'));
  t.not(await hashPassword('Trời mưa ở Cà Mau'), hash, 'salted');
  t.notOk(await verifyPassword(NOBODYS_HASH, ''));
  await t.rejects(verifyPassword(hash.slice(0, -5), 'x'), /damaged/);
  await t.rejects(verifyPassword('plain', 'plain'), /damaged/);
});

t.test('hashing does not hold the main thread', async (t) => {
  const before = [process.threadCpuUsage().user, process.cpuUsage().user] as const;
  await Promise.all(Array.from({ length: 4 }, () => hashPassword('trời mưa to')));
  const here = process.threadCpuUsage().user - before[0];
  const everywhere = process.cpuUsage().user - before[1];
  t.ok(here < everywhere / 4, `${here} of ${everywhere} µs`);
});

t.test('passwords that are guessed first are refused, and the field is named', (t) => {
  const weak = [
    'ngan',
    'mật khẩu1',
    '1234567890',
    'Matkhau@123',
    'Mật khẩu 123',
    'aaaaaaaaaaaa',
    'ababababab',
    'nguyenvana',
    'Nguyenvana12',
  ];
  for (const password of weak) {
    t.throws(
      () => checkPassword(password, 'nguyenvana'),
      { code: 'input.invalid', details: { field: 'password' } },
      password,
    );
  }
  t.throws(() => checkPassword('x1y2z3'.repeat(60), 'an'), /at most 200/);
  for (const password of ['trời mưa to quá', 'h7Kq-92mz-Lp', '🐟🐟🐠🐡🐬🐳🦀🦑🐙🦐']) {
    t.doesNotThrow(() => checkPassword(password, 'nguyenvana'), password);
  }
  t.end();
});

t.test('PINs are 6 to 12 digits and no row that anybody tries first', (t) => {
  const weak =
    '12345 1234567890123 12345a 000000 123456 654321 567890 098765 121212 123123 12341234 112233'.split(' ');
  for (const pin of [...weak, '', '１２３４７９'])
    t.throws(() => checkPin(pin), { code: 'input.invalid', details: { field: 'pin' } }, pin);
  for (const pin of ['246810', '190287', '112238', '900124567890']) t.doesNotThrow(() => checkPin(pin), pin);
  t.end();
});

t.test('one-time passwords are legible and good enough', (t) => {
  const made = Array.from({ length: 200 }, oneTimePassword);
  t.equal(new Set(made).size, 200);
  for (const password of made) {
    if (!/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}$/.test(password)) t.fail(password);
  }
  t.end();
});
