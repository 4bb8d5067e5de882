import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import t from 'tap';
import { ADDRESS_ABSENT, lookForAddresses } from '../../src/web/late-addresses.ts';
import { inOwnNetwork } from './own-network.ts';

t.setTimeout(90_000);

function rig(wanted: string[], open: string[] = []) {
  const state = { absent: [] as string[], missing: [] as string[], now: 0, opened: 0 };
  const told: string[] = [];
  const alerts = new Set(open);
  const look = lookForAddresses({
    wanted,
    absent: () => state.absent,
    servers: {
      missing: () => state.missing,
      async openMissing() {
        const before = state.missing.length;
        state.missing = state.missing.filter((address) => state.absent.includes(address));
        return state.missing.length < before;
      },
    },
    alerts: () => ({
      raise(rule, subject, details) {
        told.push(`${rule} ${details?.address}`);
        alerts.add(subject);
        return undefined as never;
      },
      clear: (_rule, subject) => alerts.delete(subject),
      open: () => [...alerts].map((subject) => ({ rule: ADDRESS_ABSENT.id, subject }) as never),
    }),
    monotonic: () => state.now,
    onOpened: () => {
      state.opened += 1;
    },
    log: pino({ level: 'silent' }),
  });
  return { state, told, alerts, look };
}

t.test('who waits for a slow router is told of nothing, who waits for minutes is, once', async (t) => {
  const { state, told, alerts, look } = rig(['192.0.2.10', '192.0.2.11']);
  state.absent = ['192.0.2.10'];
  state.missing = ['192.0.2.10'];
  for (state.now = 0; state.now < 115_000; state.now += 5_000) await look();
  t.same(told, []);
  for (; state.now < 200_000; state.now += 5_000) await look();
  t.same(told, ['network.address_absent 192.0.2.10']);
  state.absent = [];
  await look();
  t.equal(state.opened, 1);
  t.same([...alerts], []);
  state.absent = ['192.0.2.10'];
  await look();
  t.equal(told.length, 1, 'it has its time again');
});

t.test('what was told before a restart and is over is cleared, what is not stays', async (t) => {
  const { state, told, alerts, look } = rig(
    ['192.0.2.1', '192.0.2.2'],
    ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
  );
  state.absent = ['192.0.2.2'];
  await look();
  t.same([...alerts], ['192.0.2.2'], 'the first is there, the third is not wanted any more');
  t.same(told, []);
});

const url = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, path)).href);
const STATION = `
  import { execFileSync } from 'node:child_process';
  import { createConnection } from 'node:net';
  import { setTimeout as sleep } from 'node:timers/promises';
  const { startStation } = await import(${url('../harness.ts')});
  const { freePorts } = await import(${url('../lab/station/free-ports.ts')});
  const ending = [];
  const listen = { lan: true, addresses: ['192.0.2.10', '192.0.2.11'] };
  const base = await freePorts();
  ['http_port', 'https_port', 'plain_port', 'mqtt_port', 'mqtts_port'].forEach((key, i) => { listen[key] = base + i; });
  execFileSync('ip', ['address', 'add', '192.0.2.11/32', 'dev', 'lo']);
  const { app, close } = await startStation({ teardown: (end) => ending.push(end) }, { config: { listen } });
  await app.web.listen();
  const answers = (host, port) => new Promise((resolve) => {
    const socket = createConnection({ host, port }, () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
  const served = async () => {
    const found = [];
    for (const [host, port] of [['127.0.0.1', 0], ['192.0.2.10', 1], ['192.0.2.10', 2], ['192.0.2.10', 4], ['192.0.2.11', 1], ['192.0.2.11', 4]])
      if (await answers(host, base + port)) found.push(host + ' ' + port);
    return found;
  };
  let opened = 0;
  app.events.on('web.opened', () => { opened += 1; });
  const before = await served();
  execFileSync('ip', ['address', 'add', '192.0.2.10/32', 'dev', 'lo']);
  let after = [];
  for (const end = performance.now() + 30_000; performance.now() < end && after.length < 6; await sleep(250)) after = await served();
  await close();
  for (const end of ending) await end();
  console.log(JSON.stringify({ before, after, opened }));
`;

t.test(
  'a station whose address comes later serves the others meanwhile, and it once it has come',
  async (t) => {
    const seen = await inOwnNetwork<{ before: string[]; after: string[]; opened: number }>(t, STATION);
    if (!seen) return;
    const { before, after, opened } = seen;
    t.same(before, ['127.0.0.1 0', '192.0.2.11 1', '192.0.2.11 4'], 'panel and speakers of what is there');
    t.same(after, [
      '127.0.0.1 0',
      '192.0.2.10 1',
      '192.0.2.10 2',
      '192.0.2.10 4',
      '192.0.2.11 1',
      '192.0.2.11 4',
    ]);
    t.equal(opened, 1);
  },
);
