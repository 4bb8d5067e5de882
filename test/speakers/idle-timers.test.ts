import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { readProfiles } from '../../src/speakers/profile.ts';
import type { Registry, Speaker } from '../../src/speakers/registry.ts';
import type { SpeakersRepository } from '../../src/speakers/speakers-repository.ts';
import { Stops } from '../../src/speakers/stops.ts';
import { createMqttTransport } from '../../src/speakers/transports/mqtt.ts';

const log = pino({ level: 'silent' });

/** Time that stands still but for `pass`; `running` counts the intervals. */
function clockwork(t: Test) {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  let now = 0;
  let asked = 0;
  return {
    monotonic: () => {
      asked++;
      return now;
    },
    async pass(seconds: number) {
      asked = 0;
      for (let i = 0; i < seconds; i++) {
        now += 1_000;
        mock.timers.tick(1_000);
        await nextTurn();
      }
      return asked;
    },
  };
}

const speaker = { id: 'a', profile: readProfiles().get('generic-mqtt'), goneAt: null } as unknown as Speaker;

/** Stops of one speaker that never confirms, for two minutes. */
function stopsOf(t: Test, monotonic: () => number, now: () => number = () => 0) {
  const sent: string[] = [];
  const stops = new Stops({
    registry: { get: () => speaker } as unknown as Registry,
    repository: {
      stops: () => [],
      transaction: (work: () => void) => work(),
      addStop: () => {},
      removeStop: () => {},
    } as unknown as SpeakersRepository,
    now,
    monotonic,
    lifetimeMs: () => 120_000,
    commandedOf: () => [],
    reaches: () => true,
    send: ({ commandId }) => sent.push(commandId),
    log,
  });
  stops.start();
  t.teardown(() => stops.stop());
  return { stops, sent };
}

t.test('stops are told again only while one is pending', async (t) => {
  const { monotonic, pass } = clockwork(t);
  const { stops, sent } = stopsOf(t, monotonic);
  t.equal(await pass(60), 0, 'nothing to do');
  stops.add('p', [speaker]);
  t.ok((await pass(10)) > 0);
  t.ok(sent.length > 1);
  stops.confirm(speaker, sent[0], 'p');
  await pass(1);
  t.equal(await pass(60), 0, 'and nothing again');
});

t.test('a clock that jumps neither ends a stop nor keeps it for ever', async (t) => {
  const { monotonic, pass } = clockwork(t);
  let now = 0;
  const { stops, sent } = stopsOf(t, monotonic, () => now);
  stops.add('p', [speaker]);
  now = 86_400_000;
  await pass(10);
  t.ok(sent.length > 1, `${sent.length}`);
  now = -86_400_000;
  await pass(120);
  t.equal(stops.count(speaker.id), 0);
});

t.test('plays that wait are looked after only while there are any', async (t) => {
  const { monotonic, pass } = clockwork(t);
  const ears = {
    alive: () => {},
    gone: () => {},
    report: () => {},
    undelivered: () => {},
    state: () => {},
    garbage: () => {},
  };
  let asked = 0;
  const transport = createMqttTransport({
    ears,
    now: () => {
      asked++;
      return 0;
    },
    monotonic,
    back: () => {},
    handingOver: () => {},
    log,
  });
  t.teardown(() => transport.close());
  t.equal(await pass(60), 0);
  transport.send({ name: 'test', id: 'c', playoutId: 'p', expiresAt: 1_000 }, [speaker]);
  await pass(5);
  t.ok(asked > 0, 'there is no broker, so it waits');
  transport.recall('p', [speaker]);
  await pass(1);
  t.equal(await pass(60), 0);
});
