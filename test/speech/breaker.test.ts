import fc from 'fast-check';
import t from 'tap';
import { createBreaker } from '../../src/speech/breaker.ts';

const MINUTE = 60_000;

function breakerAt() {
  const clock = { now: 1_000 };
  return { clock, breaker: createBreaker(() => clock.now) };
}

t.test('three failures in a row, and it rests for a minute', (t) => {
  const { clock, breaker } = breakerAt();
  for (let i = 0; i < 2; i++) {
    t.ok(breaker.allows('fpt'));
    breaker.failed('fpt', false);
  }
  t.ok(breaker.allows('fpt'));
  t.equal(breaker.restsUntil('fpt'), undefined);
  breaker.failed('fpt', false);
  t.notOk(breaker.allows('fpt'));
  t.equal(breaker.restsUntil('fpt'), clock.now + MINUTE);
  t.ok(breaker.allows('zalo'), 'the others go on');
  t.end();
});

t.test('a success in between starts the count anew', (t) => {
  const { breaker } = breakerAt();
  for (const outcome of ['f', 'f', 's', 'f', 'f'])
    outcome === 'f' ? breaker.failed('fpt', false) : breaker.succeeded('fpt');
  t.ok(breaker.allows('fpt'));
  t.end();
});

t.test('after the rest one attempt: its outcome decides, and each rest is twice as long', (t) => {
  const { clock, breaker } = breakerAt();
  for (let i = 0; i < 3; i++) breaker.failed('fpt', false);
  const rests = [];
  for (let i = 0; i < 7; i++) {
    const until = breaker.restsUntil('fpt') ?? 0;
    rests.push((until - clock.now) / MINUTE);
    clock.now = until;
    t.ok(breaker.allows('fpt'), 'one is let through');
    t.notOk(breaker.allows('fpt'), 'and no second one meanwhile');
    breaker.failed('fpt', false);
  }
  t.same(rests, [1, 2, 4, 8, 16, 30, 30]);
  clock.now = breaker.restsUntil('fpt') ?? 0;
  t.ok(breaker.allows('fpt'));
  breaker.succeeded('fpt');
  t.ok(breaker.allows('fpt'));
  t.ok(breaker.allows('fpt'));
  t.end();
});

t.test('a no (wrong key, no quota) rests for the longest at once', (t) => {
  const { clock, breaker } = breakerAt();
  breaker.failed('fpt', true);
  t.notOk(breaker.allows('fpt'));
  t.equal(breaker.restsUntil('fpt'), clock.now + 30 * MINUTE);
  t.end();
});

t.test('whatever happens, a rest is at most half an hour and ends', (t) => {
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('fails', 'refuses', 'succeeds', 'asked') }),
    fc.record({ kind: fc.constant('waits'), ms: fc.integer({ min: 0, max: 3_600_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, breaker } = breakerAt();
      for (const one of steps) {
        if (one.kind === 'fails') breaker.failed('x', false);
        else if (one.kind === 'refuses') breaker.failed('x', true);
        else if (one.kind === 'succeeds') breaker.succeeded('x');
        else if (one.kind === 'asked') breaker.allows('x');
        else clock.now += (one as { ms: number }).ms;
        const until = breaker.restsUntil('x');
        if (until !== undefined && until - clock.now > 30 * MINUTE) return false;
      }
      clock.now += 30 * MINUTE;
      return breaker.allows('x');
    }),
  );
  t.end();
});
