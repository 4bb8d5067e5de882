import t from 'tap';
import { readProfiles } from '../../src/speakers/profile.ts';
import type { Speaker } from '../../src/speakers/registry.ts';
import type { Command } from '../../src/speakers/transports/transport.ts';
import { WaitingCommands } from '../../src/speakers/transports/waiting-commands.ts';

function rig(profile = 'generic-mqtt') {
  let now = 0;
  const sent: string[] = [];
  const failed: string[] = [];
  const waiting = new WaitingCommands({
    now: () => 1_000_000 + now,
    monotonic: () => now,
    send: ({ name, playoutId }) => sent.push(`${name} ${playoutId}`),
    failed: ({ playoutId }) => failed.push(String(playoutId)),
  });
  const speaker = (id: string) => ({ id, profile: readProfiles().get(profile) }) as unknown as Speaker;
  const play = (playoutId: string, forMs = 120_000): Command => ({
    name: 'play',
    id: playoutId,
    playoutId,
    expiresAt: 1_000_000 + now + forMs,
  });
  const pass = (ms: number) => {
    for (let i = 0; i < ms; i += 1_000) {
      now += 1_000;
      waiting.tick(true);
    }
  };
  return { waiting, sent, failed, speaker, play, pass };
}

t.test('a play waits for the speaker, not for the broker, and is told until it is answered', (t) => {
  const { waiting, sent, failed, speaker, play, pass } = rig();
  const loa = speaker('a');
  waiting.add(play('p'), loa);
  waiting.reopen();
  waiting.add({ ...play('q'), name: 'prefetch' }, loa);
  pass(1_000);
  t.strictSame(sent, ['play p'], 'it may have been back before the box was, and unheard');
  pass(8_000);
  t.strictSame(sent, ['play p', 'play p', 'play p'], 'now and then');
  sent.length = 0;
  t.ok(waiting.holds('p'));
  t.notOk(waiting.holds('q'), 'to fetch is not to play');
  waiting.recall('q', [loa]);
  t.ok(waiting.heard(loa));
  t.notOk(waiting.heard(loa), 'no news');
  pass(3_000);
  t.strictSame(sent, ['play p', 'play p', 'play p']);
  waiting.answered(loa, 'p');
  t.notOk(waiting.holds('p'));
  pass(3_000);
  t.equal(sent.length, 3);
  t.strictSame(failed, []);
  t.end();
});

t.test('who might play it twice is told once', (t) => {
  const { waiting, sent, speaker, play, pass } = rig('tasmota-i2s');
  const loa = speaker('a');
  waiting.add(play('p'), loa);
  waiting.reopen();
  pass(5_000);
  t.strictSame(sent, [], 'and not before it is there');
  waiting.heard(loa);
  pass(5_000);
  t.strictSame(sent, ['play p']);
  t.end();
});

t.test('what nobody has heard by its expiry is told as failed', (t) => {
  const { waiting, sent, failed, speaker, play, pass } = rig();
  waiting.add(play('p', 5_000), speaker('a'));
  waiting.reopen();
  pass(10_000);
  t.strictSame(failed, ['p']);
  t.strictSame(sent, ['play p', 'play p'], 'whether or not it was told blindly');
  t.end();
});

t.test('stops told again and again take no room from an emergency', (t) => {
  const { waiting, failed, speaker, play } = rig();
  const loa = speaker('a');
  for (let i = 0; i < 10_000; i++) waiting.add({ ...play('s'), name: 'stop' }, loa);
  for (let i = 0; i < 10_000; i++) waiting.add({ ...play('v'), name: 'volume', playoutId: null }, loa);
  waiting.add(play('p'), loa);
  t.strictSame(failed, []);
  waiting.recall('p', [loa]);
  for (let i = 0; i < 5_000; i++) waiting.add(play(`p${i}`), loa);
  t.strictSame(failed, ['p4999'], 'but there is an end to it');
  t.end();
});

t.test(
  'after the broker is back a speaker may miss what is published, until it is heard or three heartbeats on',
  (t) => {
    const { waiting, speaker, pass } = rig();
    const [a, b] = [speaker('a'), speaker('b')];
    t.notOk(waiting.mayMiss(a));
    waiting.reopen();
    t.ok(waiting.mayMiss(a));
    waiting.heard(a);
    t.notOk(waiting.mayMiss(a));
    pass(70_000);
    t.ok(waiting.heard(b));
    t.notOk(waiting.mayMiss(b));
    waiting.reopen();
    t.ok(waiting.mayMiss(a));
    t.end();
  },
);
