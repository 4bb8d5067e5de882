import { randomBytes } from 'node:crypto';
import t from 'tap';
import { hashPassword, verifyPassword } from '../../../src/web/identity/passwords.ts';
import { createPins } from '../../../src/web/identity/pins.ts';
import { PIN, startStation } from '../../harness.ts';

t.test('a PIN is verified with the key that it was hashed with, and with no other', async (t) => {
  const pins = createPins(randomBytes(32));
  const hash = await pins.hash(PIN);
  t.match(hash, /^\$argon2id-keyed\$v=19\$m=1024,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  t.ok(await pins.verify(hash, PIN));
  t.notOk(await pins.verify(hash, '135790'));
  t.not(await pins.hash(PIN), hash, 'salted');
  t.notOk(await createPins(randomBytes(32)).verify(hash, PIN), 'the database alone is not enough');
  await t.rejects(pins.verify(hash.slice(0, -5), PIN), /damaged/);
  await t.rejects(verifyPassword(hash, PIN), /damaged/, 'and it is no password');
});

t.test('a PIN costs a small part of what a password costs', async (t) => {
  const pins = createPins(randomBytes(32));
  /** The cheapest of some: nothing else fell into it. */
  const cpuOf = async (work: () => Promise<unknown>) => {
    const costs: number[] = [];
    for (let i = 0; i < 7; i++) {
      const before = process.cpuUsage().user;
      await work();
      costs.push(process.cpuUsage().user - before);
    }
    return Math.min(...costs);
  };
  const pin = await cpuOf(() => pins.hash(PIN));
  const password = await cpuOf(() => hashPassword(PIN));
  t.ok(pin < password / 4, `${pin} and ${password} µs of CPU`);
});

t.test('a PIN that was hashed before there was a key still holds, and is hashed anew', async (t) => {
  const { app, signIn } = await startStation(t);
  const { user } = await signIn('approver');
  const stored = () => String(app.db.prepare('SELECT pin_hash FROM users WHERE id = ?').pluck().get(user.id));
  app.db.prepare('UPDATE users SET pin_hash = ? WHERE id = ?').run(await hashPassword(PIN), user.id);
  await t.rejects(app.pin.verify(user.id, '135790'), { code: 'auth.pin_wrong' });
  t.match(stored(), /^\$argon2id\$/, 'a wrong one changes nothing');
  t.equal(await app.pin.verify(user.id, PIN), true);
  while (!stored().startsWith('$argon2id-keyed$')) await new Promise((resolve) => setTimeout(resolve, 5));
  t.equal(await app.pin.verify(user.id, PIN), true);
  await t.rejects(app.pin.verify(user.id, '135790'), { code: 'auth.pin_wrong' });
});
