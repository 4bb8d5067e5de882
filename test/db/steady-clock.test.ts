import t from 'tap';
import { DAY_MS } from '../../src/clock.ts';
import { createSteadyClock } from '../../src/db/steady-clock.ts';
import { handClock, T0 } from '../cameras/recording/rig.ts';

const HOUR_MS = 3_600_000;

t.test('nothing is too old in the first hour, and for a day behind a step', (t) => {
  const clock = handClock();
  const { isSteady } = createSteadyClock({ clock, lastAlive: T0 - HOUR_MS });
  t.equal(isSteady(), false);
  clock.pass(HOUR_MS);
  t.equal(isSteady(), true);
  clock.at += HOUR_MS / 2;
  t.equal(isSteady(), true, 'a small step');
  clock.at += 400 * DAY_MS;
  t.equal(isSteady(), false);
  clock.pass(23 * HOUR_MS);
  t.equal(isSteady(), false);
  clock.at -= 400 * DAY_MS;
  t.equal(isSteady(), false, 'back again is a step too');
  clock.pass(DAY_MS);
  t.equal(isSteady(), true);
  t.end();
});

t.test('after a long time off, or one that never was, a day goes by first', (t) => {
  for (const lastAlive of [T0 - 10 * DAY_MS, T0 + DAY_MS]) {
    const clock = handClock();
    const { isSteady } = createSteadyClock({ clock, lastAlive });
    clock.pass(2 * HOUR_MS);
    t.equal(isSteady(), false);
    clock.pass(DAY_MS);
    t.equal(isSteady(), true);
  }
  t.end();
});

t.test('a clock that is not trusted is not steady', (t) => {
  const clock = { ...handClock(), trusted: () => false };
  const { isSteady } = createSteadyClock({ clock, lastAlive: undefined });
  clock.mono += DAY_MS;
  t.equal(isSteady(), false);
  t.end();
});
