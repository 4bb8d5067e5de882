import type { FastifyBaseLogger } from 'fastify';
import type { MqttClient } from 'mqtt';
import { reasonOf } from './link-reason.ts';

export interface LinkOptions {
  /** It reconnects by itself. */
  client: MqttClient;
  /** Topic filters to hold, asked anew at every connect. */
  filters(): Iterable<string>;
  /** @param isKept by the broker, from some day before: no news */
  message(topic: string, payload: Buffer, isKept: boolean): void;
  up(): void;
  down(reason: string): void;
  log: FastifyBaseLogger;
}

/** The box's own connection to a broker, embedded or not. */
export interface MqttLink {
  connected(): boolean;
  /** Only while connected. `lost` is called where the broker did not take it before the connection ended. */
  publish(topic: string, payload: string, qos: 0 | 1, lost?: () => void, expirySeconds?: number): void;
  subscribe(filters: string[]): void;
  unsubscribe(filters: string[]): void;
  close(): Promise<void>;
}

export function openLink({ client, filters, message, up, down, log }: LinkOptions): MqttLink {
  let isUp = false;
  let reason = 'unreachable';
  let closing = false;

  client.on('connect', () => {
    subscribe([...filters()]);
    isUp = true;
    reason = 'unreachable';
    up();
  });
  client.on('message', (topic, payload, { retain }) => message(topic, payload, retain));
  client.on('error', (error) => {
    reason = reasonOf(error);
    log.debug({ err: error }, 'connection to the MQTT broker failed');
  });
  client.on('close', () => {
    // Sent again by the library after a reconnect, an old play could reach a speaker late: we decide that ourselves.
    for (const id of Object.keys(client.outgoing)) client.removeOutgoingMessage(Number(id));
    isUp = false;
    if (!closing) down(reason);
  });

  function subscribe(list: string[]): void {
    if (list.length > 0)
      client.subscribe(list, { qos: 1 }, (error) => {
        if (error) log.warn({ err: error }, 'the MQTT broker refused a subscription');
      });
  }

  return {
    connected: () => isUp && client.connected,
    publish(topic, payload, qos, lost, expirySeconds) {
      client.publish(
        topic,
        payload,
        expirySeconds === undefined ? { qos } : { qos, properties: { messageExpiryInterval: expirySeconds } },
        lost && ((error) => error && lost()),
      );
    },
    subscribe(list) {
      if (client.connected) subscribe(list);
    },
    unsubscribe(list) {
      if (client.connected && list.length > 0) client.unsubscribe(list);
    },
    close() {
      closing = true;
      return client.endAsync(true);
    },
  };
}
