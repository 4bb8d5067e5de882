import { pino } from 'pino';
import t from 'tap';
import type { WebSocket } from 'ws';
import { Strangers } from '../../../src/speakers/transports/strangers.ts';

function rig() {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
  let made = 0;
  return {
    strangers: new Strangers(log),
    lines,
    socket: () => ({ name: made++ }) as unknown as WebSocket,
  };
}

t.test('who crowds pushes out its own, and is written down once', (t) => {
  const { strangers, lines, socket } = rig();
  const tablet = socket();
  t.equal(strangers.admit(tablet, '192.0.2.7'), undefined);
  const crowd = Array.from({ length: 100 }, socket);
  const gone = crowd.map((each) => strangers.admit(each, '192.0.2.66'));
  t.strictSame(gone.slice(0, 16), Array(16).fill(undefined));
  t.strictSame(gone.slice(16), crowd.slice(0, 84), 'the oldest goes first');
  t.equal(lines.length, 1);
  t.match(lines[0], '192.0.2.66');
  t.equal(strangers.admit(socket(), '192.0.2.7'), undefined, 'nobody else is touched');
  t.end();
});

t.test('from many addresses the busiest gives way', (t) => {
  const { strangers, socket } = rig();
  const first = Array.from({ length: 16 }, socket);
  for (const each of first) strangers.admit(each, '192.0.2.66');
  for (let i = 0; i < 184; i++) t.equal(strangers.admit(socket(), `198.51.100.${i}`), undefined);
  t.equal(strangers.admit(socket(), '192.0.2.7'), first[0]);
  t.end();
});

t.test('who has said who it is counts no more', (t) => {
  const { strangers, lines, socket } = rig();
  for (let i = 0; i < 1_000; i++) {
    const each = socket();
    strangers.admit(each, '192.0.2.7');
    strangers.forget(each, '192.0.2.7');
    strangers.forget(each, '192.0.2.7');
  }
  const others = Array.from({ length: 16 }, socket);
  for (const each of others) t.equal(strangers.admit(each, '192.0.2.7'), undefined);
  t.strictSame(lines, []);
  t.end();
});
