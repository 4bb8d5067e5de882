import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import type { Test } from 'tap';
import { type Broker, createBroker, type Grant } from '../../src/speakers/broker.ts';
import { covers } from '../../src/speakers/topics.ts';

/** Each of these users may use `own/<name>/#`; the password is the name backwards. */
const USERS = ['dong', 'tay', 'nam'];
export const passwordOf = (name: string) => [...name].reverse().join('');

export interface Rig {
  broker: Broker;
  port: number;
  presence: string[];
  /** What the box has heard. */
  said: { topic: string; text: string }[];
  connect(name: string, options?: IClientOptions): Promise<MqttClient>;
}

export async function rig(t: Test): Promise<Rig> {
  const presence: string[] = [];
  const said: Rig['said'] = [];
  const clients: MqttClient[] = [];
  const broker = await createBroker({
    grant(username, password): Grant | undefined {
      if (!USERS.includes(username) || password.toString() !== passwordOf(username)) return undefined;
      const own = `own/${username}/#`;
      return {
        plain: username === 'nam',
        mayPublish: (topic) => covers(own, topic),
        maySubscribe: (filter) => covers(own, filter),
      };
    },
    present: (username, here) => presence.push(`${here ? '+' : '-'}${username}`),
    heard: (username) => presence.push(`~${username}`),
    said: (topic, payload) => said.push({ topic, text: payload.toString() }),
    tls: () => ({ key: '', cert: '' }),
    log: pino({ level: 'silent' }),
  });
  await broker.listen([{ name: 'mqtt', host: '127.0.0.1', port: 0 }]);
  const port = broker.bound()[0]?.port ?? 0;
  t.teardown(async () => {
    for (const client of clients) await client.endAsync(true);
    await broker.close();
  });
  return {
    broker,
    port,
    presence,
    said,
    async connect(name, options = {}) {
      const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
        username: name,
        password: passwordOf(name),
        reconnectPeriod: 0,
        ...options,
      });
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
  };
}

export function collect(client: MqttClient): { topic: string; text: string; retain: boolean }[] {
  const heard: { topic: string; text: string; retain: boolean }[] = [];
  client.on('message', (topic, payload, { retain }) =>
    heard.push({ topic, text: payload.toString(), retain }),
  );
  return heard;
}
