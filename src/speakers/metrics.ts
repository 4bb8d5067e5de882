import { Gauge, type Registry as Metrics } from 'prom-client';
import type { Registry } from './registry.ts';

/** Prometheus: how many loudspeakers there are, and how many are there. */
export function measureSpeakers(metrics: Metrics, registry: Registry, isConnected: () => boolean): void {
  const speakers = new Gauge({
    name: 'tramso_speakers',
    help: 'Loudspeakers by state',
    labelNames: ['state'],
    registers: [metrics],
    collect() {
      let online = 0;
      for (const speaker of registry.all()) if (speaker.online) online++;
      speakers.set({ state: 'online' }, online);
      speakers.set({ state: 'offline' }, registry.size - online);
    },
  });
  const broker: Gauge = new Gauge({
    name: 'tramso_mqtt_broker_up',
    help: 'Whether the station reaches its MQTT broker',
    registers: [metrics],
    collect() {
      broker.set(isConnected() ? 1 : 0);
    },
  });
}
