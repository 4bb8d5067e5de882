import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { atSpeed, directionOf, steers } from '../../src/panel/live/held-keys.ts';
import { STILL, Steering } from '../../src/panel/live/steering.ts';

/** A camera that answers when it is told to. */
function slowCamera() {
  const orders: string[] = [];
  const waiting: (() => void)[] = [];
  const order = (what: string) =>
    new Promise<void>((resolve) => {
      orders.push(what);
      waiting.push(resolve);
    });
  return {
    orders,
    answer: async () => {
      for (const resolve of waiting.splice(0)) resolve();
      await sleep(1);
    },
    steering: new Steering(
      { move: ({ pan, tilt, zoom }, ms) => order(`${pan} ${tilt} ${zoom} ${ms}`), stop: () => order('stop') },
      () => {},
    ),
  };
}

t.test('moves while it is held, and stops when it is let go', async (t) => {
  const { steering, orders, answer } = slowCamera();
  steering.hold({ ...STILL, pan: 1 });
  steering.hold({ ...STILL, pan: 1 });
  await answer();
  await sleep(450);
  await answer();
  steering.release();
  steering.release();
  await answer();
  await sleep(450);
  t.same(orders, ['1 0 0 1000', '1 0 0 1000', 'stop']);
});

t.test('a camera that does not answer is not sent more and more', async (t) => {
  const { steering, orders } = slowCamera();
  steering.hold({ ...STILL, tilt: -1 });
  await sleep(900);
  t.equal(orders.length, 1);
  steering.release();
});

t.test('an order that is still under way when it is let go may not have the last word', async (t) => {
  const { steering, orders, answer } = slowCamera();
  steering.hold({ ...STILL, zoom: 1 });
  steering.release();
  t.same(orders.slice(1), ['stop']);
  await answer();
  t.same(orders.slice(1), ['stop', 'stop']);
});

t.test('nothing that is held stands still, and opposites cancel each other', async (t) => {
  t.same(directionOf([]), STILL);
  t.same(directionOf(['ArrowLeft', 'ArrowRight']), STILL);
  t.same(directionOf(['ArrowUp', 'ArrowRight']), { pan: 1, tilt: 1, zoom: 0 });
  t.same(directionOf(['+', '=']), { pan: 0, tilt: 0, zoom: 1 });
  t.notOk(steers('a') || steers('constructor'));
});

t.test('whatever is held, the camera is given speeds that it knows', async () => {
  const key = fc.constantFrom(
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'ArrowDown',
    '+',
    '=',
    '-',
    'PageUp',
    'x',
  );
  fc.assert(
    fc.property(fc.array(key), fc.constantFrom(0.2, 0.5, 1), (held, share) =>
      Object.values(atSpeed(directionOf(held), share)).every(
        (part) => Math.abs(part) <= share && !Object.is(part, -0),
      ),
    ),
  );
});
