import { pino } from 'pino';
import t from 'tap';
import { readProfiles } from '../../src/speakers/profile.ts';
import { LONGEST_MESSAGE } from '../../src/speakers/protocol.ts';
import type { Speaker } from '../../src/speakers/registry.ts';
import { createMqttTransport } from '../../src/speakers/transports/mqtt.ts';

t.test('at another’s broker nobody holds back a long message or a flood, so the box does', async (t) => {
  const heard = { state: 0, garbage: 0 };
  const ears = {
    alive: () => {},
    gone: () => {},
    report: () => {},
    undelivered: () => {},
    state: () => heard.state++,
    garbage: () => heard.garbage++,
  };
  let now = 0;
  const transport = createMqttTransport({
    ears,
    now: () => now,
    monotonic: () => now,
    back: () => {},
    handingOver: () => {},
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => transport.close());
  const profile = readProfiles().get('generic-mqtt');
  const speaker = { id: 'a', profile, values: { id: 'a' }, goneAt: null } as unknown as Speaker;
  transport.attach(speaker);
  const say = (text: string) => transport.message('tramso/a/state', Buffer.from(text), false);
  const state = (more: object) => JSON.stringify({ playing: null, ...more });
  say(state({ more: 'x'.repeat(LONGEST_MESSAGE) }));
  t.strictSame(heard, { state: 0, garbage: 1 });
  for (let i = 0; i < 2_000; i++) say(state({}));
  t.strictSame(heard, { state: 999, garbage: 1 });
  now += 10_001;
  say(state({}));
  t.equal(heard.state, 1_000, 'it may speak again');
});
