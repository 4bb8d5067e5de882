import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { serve, sharedNow } from './peer.ts';

export type BareQuestions = {
  /** An aedes and a client of it in this one process, which carry what the station carries. */
  broker: { ask: undefined; answer: { url: string } };
  /** Only the client, of a broker elsewhere. */
  connect: { ask: { url: string; options: IClientOptions }; answer: undefined };
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
    await connect(url, {});
    await listen(client);
    return { url };
  },
  async connect({ url, options }) {
    await connect(url, options);
  },
  publish({ topics, payload }) {
    const at = sharedNow();
    for (const topic of topics) client?.publish(topic, payload, { qos: 1 });
    return { at };
  },
});

async function connect(url: string, options: IClientOptions): Promise<void> {
  client = await connectAsync(url, { clientId: 'bare', ...options });
}

async function listen(own: MqttClient | undefined): Promise<void> {
  own?.on('message', (topic, payload) => {
    const t1 = Date.now();
    const said: unknown = JSON.parse(payload.toString());
    if (!topic.endsWith('/clock/ask')) return;
    const { t0 } = said as { t0: number };
    own.publish(topic.replace(/ask$/, 'answer'), `{"t0":${t0},"t1":${t1},"t2":${Date.now()}}`);
  });
  const topics = ['report', 'state', 'clock/ask'].map((name) => `tramso/+/${name}`);
  await own?.subscribeAsync(topics, { qos: 1 });
}
