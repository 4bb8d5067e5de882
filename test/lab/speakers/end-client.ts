import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';

const END_MS = 1_000;

/**
 * Ends a client for good. One that is just connecting again may never say that it has ended (mqtt.js 5), and would keep
 * its new connection and with it the process.
 */
export async function ended(client: MqttClient, force: boolean): Promise<void> {
  await Promise.race([client.endAsync(force), sleep(END_MS, undefined, { ref: false })]);
  client.stream.destroy();
}
