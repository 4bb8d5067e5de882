import { EventEmitter } from 'node:events';
import t from 'tap';
import { Refusals } from '../../src/speakers/refusals.ts';
import { Strangers } from '../../src/speakers/strangers.ts';

t.test('a device with an old password makes one line an hour', (t) => {
  const lines: { username: string; before: number }[] = [];
  let now = 0;
  const refusals = new Refusals({ warn: (fields: never) => lines.push(fields) } as never, () => now);
  const from = '192.168.1.9';
  for (let second = 0; second < 3_601; second++) {
    refusals.note({ username: 'dong', reason: 'wrong name or password', from });
    now += 1_000;
  }
  t.strictSame(
    lines.map(({ username, before }) => [username, before]),
    [
      ['dong', 0],
      ['dong', 3_599],
    ],
  );
  refusals.note({ username: 'dong', reason: 'TLS needed', from });
  t.equal(lines.length, 3, 'another reason is news');
  lines.length = 0;
  for (let i = 0; i < 10_000; i++)
    refusals.note({ username: `x${i}`, reason: 'wrong name or password', from });
  t.ok(lines.length <= 100, `${lines.length} lines for 10,000 made-up names`);
  t.end();
});

function socket(remoteAddress: string, remotePort: number) {
  return Object.assign(new EventEmitter(), { remoteAddress, remotePort }) as never;
}

t.test('one address can’t hold all connections of those who have not signed in', (t) => {
  const strangers = new Strangers();
  const all = Array.from({ length: 100 }, (_, i) => socket('192.168.1.9', i + 1));
  for (const each of all) t.ok(strangers.admit(each));
  t.notOk(strangers.admit(socket('192.168.1.9', 500)));
  t.ok(strangers.admit(socket('192.168.1.10', 500)), 'others come in');
  const [first, second] = all;
  strangers.known(first as never);
  t.ok(strangers.admit(socket('192.168.1.9', 501)), 'who has signed in is no stranger');
  t.notOk(strangers.admit(socket('192.168.1.9', 502)));
  (second as unknown as EventEmitter).emit('close');
  t.ok(strangers.admit(socket('192.168.1.9', 503)), 'nor who has left');
  for (let i = 0; i < 600; i++) t.ok(strangers.admit(socket('127.0.0.1', i + 1)), 'this machine');
  t.end();
});
