import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { serve, sharedNow } from './peer.ts';

export type BareQuestions = {
  /** An aedes and a client of it in this one process, which carry what the station carries. */
  broker: { ask: undefined; answer: { url: string } };
  /** Only the client, of a broker elsewhere. */
  connect: { ask: { url: string }; answer: undefined };
  /** Publishes all of these with QoS 1; answers with the shared-clock ms at which it began. */
  publish: { ask: { topics: string[]; payload: string }; answer: { at: number } };
};

const LOOPBACK = '127.0.0.1';
let client: MqttClient | undefined;

/**
 * What the station is measured against: no sign-in, no rights, no database, no thought. It takes heartbeats and
 * reports, answers questions for the time, and hands messages to the crowd.
 */
serve<BareQuestions>({
  async broker() {
    const aedes = await Aedes.createBroker();
    const server = createServer(aedes.handle);
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const url = `mqtt://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
    await listenTo(await connect(url));
    return { url };
  },
  async connect({ url }) {
    await connect(url);
  },
  publish({ topics, payload }) {
    if (!client) throw new Error('not connected');
    const at = sharedNow();
    for (const topic of topics) client.publish(topic, payload, { qos: 1 });
    return { at };
  },
});

async function connect(url: string): Promise<MqttClient> {
  client = await connectAsync(url, { clientId: 'bare', queueQoSZero: false });
  return client;
}

async function listenTo(own: MqttClient): Promise<void> {
  own.on('message', (topic, payload) => {
    const t1 = Date.now();
    const said: unknown = JSON.parse(payload.toString() || 'null');
    if (!topic.endsWith('/clock/ask')) return;
    const { t0 } = said as { t0: number };
    own.publish(topic.replace(/ask$/, 'answer'), `{"t0":${t0},"t1":${t1},"t2":${Date.now()}}`);
  });
  await own.subscribeAsync(
    ['report', 'state', 'clock/ask'].map((name) => `tramso/+/${name}`),
    { qos: 1 },
  );
}
