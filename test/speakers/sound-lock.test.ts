import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { Speaker } from '../../src/speakers/registry.ts';
import { SoundLock } from '../../src/speakers/sound-lock.ts';

function rig(_t: Test) {
  let now = 0;
  let isFull = false;
  const told: string[] = [];
  const tell = (word: string) => (rule: string) => {
    if (isFull) throw new Error('the disk is full');
    told.push(`${word} ${rule}`);
  };
  const lock = new SoundLock({
    alerts: { raise: tell('raise'), clear: tell('clear') } as never,
    monotonic: () => now,
    changed: ({ locked }) => told.push(locked ? 'locked' : 'sounds'),
    log: pino({ level: 'silent' }),
  });
  const row = { enabled: true, confirmedAt: 1 as number | null };
  const speaker = { id: 'a', name: 'Loa', locked: false, row } as unknown as Speaker;
  return {
    lock,
    speaker,
    row,
    told,
    fill: (full: boolean) => {
      isFull = full;
    },
    /** Its state, every 20 s. */
    say(locked: boolean, times: number) {
      for (let i = 0; i < times; i++) {
        lock.hear(speaker, locked);
        now += 20_000;
      }
    },
  };
}

t.test('shown at once, told after a minute, once', (t) => {
  const { lock, speaker, told, say } = rig(t);
  say(false, 1);
  t.strictSame(told.splice(0), ['clear speaker.locked'], 'an alert may stand since before a restart');
  say(true, 3);
  t.strictSame(told.splice(0), ['locked']);
  say(true, 5);
  t.strictSame(told.splice(0), ['raise speaker.locked']);
  say(false, 2);
  t.strictSame(told.splice(0), ['sounds', 'clear speaker.locked']);
  say(true, 1);
  lock.forget(speaker);
  t.equal(speaker.locked, false, 'of one that is away nothing is known');
  say(true, 3);
  t.strictSame(told, ['locked', 'locked'], 'the minute begins anew');
  t.end();
});

t.test('a speaker that is away, disabled or was never heard has no such alert', (t) => {
  const { lock, speaker, row, told, say } = rig(t);
  row.confirmedAt = null;
  say(true, 6);
  row.confirmedAt = 1;
  row.enabled = false;
  say(true, 6);
  t.strictSame(told.splice(0), ['locked']);
  row.enabled = true;
  say(true, 1);
  lock.forget(speaker);
  t.strictSame(told, ['raise speaker.locked', 'clear speaker.locked']);
  t.end();
});

t.test('a full disk: told as soon as it takes it', (t) => {
  const { told, say, fill } = rig(t);
  fill(true);
  say(true, 6);
  t.strictSame(told, ['locked']);
  fill(false);
  say(true, 1);
  t.strictSame(told, ['locked', 'raise speaker.locked']);
  t.end();
});
