import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket, connect as tcpConnect } from 'node:net';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { BrokerListeners } from '../../src/speakers/broker-listeners.ts';
import { Strangers } from '../../src/speakers/strangers.ts';
import { until } from './support.ts';

async function rig(t: Test) {
  const served: Socket[] = [];
  const listeners = new BrokerListeners({
    tls: () => ({ key: '', cert: '' }),
    strangers: new Strangers(),
    serve: (_listener, conn) => served.push(conn),
    log: pino({ level: 'silent' }),
  });
  await listeners.listen([{ name: 'mqtt', host: '127.0.0.1', port: 0 }]);
  const port = listeners.bound()[0]?.port ?? 0;
  const connect = () => {
    const socket = tcpConnect(port, '127.0.0.1');
    t.teardown(() => socket.destroy());
  };
  t.teardown(() => listeners.close()());
  return { listeners, port, served, connect };
}

t.test('a port that is taken leaves the listeners of before', async (t) => {
  const { listeners, port, served, connect } = await rig(t);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
  t.teardown(() => taken.close());
  const { port: busy } = taken.address() as AddressInfo;
  const wanted = [{ name: 'mqtt', host: '0.0.0.0', port: busy }] as const;
  await t.rejects(listeners.listen(wanted), { code: 'EADDRINUSE' });
  t.strictSame(listeners.bound(), [{ name: 'mqtt', host: '127.0.0.1', port }]);
  connect();
  await until('served', () => served.length === 1);
});

t.test('a connection is probed, so that a cut cable is noticed where MQTT’s keepalive is off', async (t) => {
  const { port, served, connect } = await rig(t);
  connect();
  await until('served', () => served.length === 1);
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  // proc(5), /proc/net/tcp: local address, state 01 is established, timer 02 is keepalive.
  const own = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '01');
  t.ok(own.length > 0);
  for (const fields of own) t.match(fields[5], /^02:/);
});
