import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import { Strangers } from '../../src/speakers/strangers.ts';

let nextPort = 1;

function from(remoteAddress: string) {
  const socket = Object.assign(new EventEmitter(), {
    remoteAddress,
    remotePort: nextPort++,
    cut: false,
    destroy() {
      socket.cut = true;
      socket.emit('close');
    },
  });
  return socket as typeof socket & Pick<Socket, 'once' | 'destroy'>;
}

t.test('a stranger counts until it has signed in or gone', (t) => {
  const strangers = new Strangers({ perAddress: 2, together: 10 });
  const [first, second] = [from('10.0.0.1'), from('10.0.0.1')];
  t.ok(strangers.admit(first));
  t.ok(strangers.admit(second));
  t.notOk(strangers.admit(from('10.0.0.1')));
  t.ok(strangers.admit(from('10.0.0.2')));
  strangers.known(first);
  t.ok(strangers.admit(from('10.0.0.1')));
  first.emit('close');
  t.notOk(strangers.admit(from('10.0.0.1')), 'its end is not counted twice');
  second.emit('close');
  t.ok(strangers.admit(from('10.0.0.1')));
  t.end();
});

t.test('a few machines that hold all places make room for a speaker', (t) => {
  const strangers = new Strangers({ perAddress: 5, together: 10 });
  const taken = Array.from({ length: 10 }, (_, i) => from(i < 5 ? '10.0.0.1' : '10.0.0.2'));
  for (const socket of taken) t.ok(strangers.admit(socket));
  const speakers = Array.from({ length: 4 }, (_, i) => from(`10.0.1.${i}`));
  for (const socket of speakers) t.ok(strangers.admit(socket));
  t.equal(taken.filter(({ cut }) => cut).length, 4);
  t.notOk(speakers.some(({ cut }) => cut));
  t.end();
});
