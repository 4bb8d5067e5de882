import fc from 'fast-check';
import t from 'tap';
import { PLAYOUT_STATES, type PlayoutState } from '../../src/broadcast/playout/schemas.ts';
import { BEFORE_AIR, ended, type PlayoutEvent, transition } from '../../src/broadcast/playout/state.ts';

const EVENTS: PlayoutEvent[] = [
  'prepare',
  'prepared',
  'reset',
  'start',
  'played',
  'partial',
  'unknown',
  'failed',
  'missed',
  'interrupted',
  'cancelled',
];
const ENDS: PlayoutState[] = ['played', 'partial', 'failed', 'missed', 'interrupted', 'unknown', 'cancelled'];

t.test('the ends are ends, and every other state can come to one', async (t) => {
  for (const state of PLAYOUT_STATES) {
    t.equal(ended(state), ENDS.includes(state), state);
    if (!ended(state)) t.ok(EVENTS.some((event) => ENDS.includes(transition(state, event) ?? state)));
  }
});

t.test('any sequence of events', async () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
      let state: PlayoutState = 'planned';
      const path: PlayoutState[] = [state];
      for (const event of events) {
        const next = transition(state, event);
        if (next === undefined) continue;
        if (ended(state)) return false;
        state = next;
        path.push(state);
      }
      const aired = path.indexOf('playing');
      if (path.filter((s) => s === 'playing').length > 1) return false;
      const neverWithoutReady = aired === -1 || path[aired - 1] === 'ready';
      const neverBack = aired === -1 || path.slice(aired).every((s) => !BEFORE_AIR.includes(s));
      const onlyFromAir = ['played', 'partial', 'unknown', 'interrupted'].every(
        (s) => !path.includes(s as PlayoutState) || aired !== -1,
      );
      const missedNeverAired = aired === -1 || !(path.includes('missed') || path.includes('cancelled'));
      return neverWithoutReady && neverBack && onlyFromAir && missedNeverAired;
    }),
    { numRuns: 2000 },
  );
});
