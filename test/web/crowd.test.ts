import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import { Crowd } from '../../src/web/crowd.ts';

function from(remoteAddress: string | undefined) {
  const socket = Object.assign(new EventEmitter(), {
    remoteAddress,
    cut: false,
    destroy() {
      socket.cut = true;
      socket.emit('close');
    },
  });
  return socket as typeof socket & Pick<Socket, 'once' | 'destroy'>;
}

t.test('no address has all the places, and an end frees one', (t) => {
  const crowd = new Crowd({ perAddress: 2, together: 10 });
  const first = from('10.0.0.1');
  t.ok(crowd.admit(first));
  t.ok(crowd.admit(from('10.0.0.1')));
  t.notOk(crowd.admit(from('10.0.0.1')));
  t.ok(crowd.admit(from('10.0.0.2')));
  first.emit('close');
  first.emit('close');
  t.ok(crowd.admit(from('10.0.0.1')));
  t.notOk(crowd.admit(from('10.0.0.1')));
  t.notOk(crowd.admit(from(undefined)), 'gone before it was looked at');
  for (let i = 0; i < 20; i++) t.ok(crowd.admit(from('127.0.0.1')), 'the machine itself');
  t.end();
});

t.test('where a few addresses have taken all places, they make room for who comes', (t) => {
  const crowd = new Crowd({ perAddress: 5, together: 10 });
  const officer = from('10.0.0.9');
  const taken = Array.from({ length: 9 }, (_, i) => from(i < 5 ? '10.0.0.1' : '10.0.0.2'));
  for (const socket of [officer, ...taken]) t.ok(crowd.admit(socket));
  const others = Array.from({ length: 4 }, (_, i) => from(`10.0.1.${i}`));
  for (const socket of others) t.ok(crowd.admit(socket));
  t.equal(taken.filter(({ cut }) => cut).length, 4, 'one for each');
  t.ok(taken[0]?.cut, 'the oldest first');
  t.notOk(
    [officer, ...others].some(({ cut }) => cut),
    'who has one keeps it',
  );
  t.end();
});
