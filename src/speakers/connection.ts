import { topicsOf, willOf } from './access.ts';
import type { BrokerListener } from './broker.ts';
import type { SpeakersSettings } from './config.ts';
import type { Speaker } from './registry.ts';
import type { Connection } from './schemas.ts';

const MQTT_PORT = 1883;
const MQTTS_PORT = 8883;

export interface BrokerPlace {
  settings: Readonly<Pick<SpeakersSettings, 'broker' | 'url'>>;
  /** What the embedded broker listens on. */
  bound: readonly BrokerListener[];
  /** The station's address as devices see it. */
  host: string;
}

/** All that a technician types into a device so that it reaches the broker. */
export function connectionOf(speaker: Speaker, password: string, place: BrokerPlace): Connection {
  const { host, port, tls } = endpointOf(speaker, place);
  return {
    host,
    port,
    tls,
    url: `${tls ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    username: speaker.id,
    password,
    clientId: speaker.id,
    topics: topicsOf(speaker),
    will: willOf(speaker),
  };
}

function endpointOf(speaker: Speaker, { settings, bound, host }: BrokerPlace) {
  if (settings.broker === 'external' && settings.url) {
    const { hostname, port, protocol } = new URL(settings.url);
    const tls = protocol === 'mqtts:';
    return { host: hostname, port: Number(port) || (tls ? MQTTS_PORT : MQTT_PORT), tls };
  }
  const secure = bound.find(({ name }) => name === 'mqtts');
  // Without a LAN listener there is only this machine, where TLS would protect nothing.
  const tls = secure !== undefined && !speaker.row.plain;
  const listener = tls ? secure : bound.find(({ name }) => name === 'mqtt');
  return { host, port: listener?.port ?? (tls ? MQTTS_PORT : MQTT_PORT), tls };
}
