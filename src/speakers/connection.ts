import { hostIn } from '../protocols/url-host.ts';
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

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** The broker is none of the station's: somebody has to let the speaker in there. */
  readonly external: boolean;
}

/** All that a technician types into a device so that it reaches the broker. */
export function connectionOf(speaker: Speaker, password: string, endpoint: Endpoint): Connection {
  const { host, port, tls, external } = endpoint;
  return {
    host,
    port,
    tls,
    url: `${tls ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    username: speaker.id,
    password,
    clientId: speaker.id,
    external,
    topics: topicsOf(speaker),
    will: willOf(speaker),
  };
}

/** Where a speaker finds the broker. */
export function endpointOf(plain: boolean, { settings, bound, host }: BrokerPlace): Endpoint {
  // Settings of an older version may hold what is no address.
  const url = settings.broker === 'external' ? URL.parse(settings.url) : null;
  if (url) {
    const tls = url.protocol === 'mqtts:';
    return {
      host: hostIn(url),
      port: Number(url.port) || (tls ? MQTTS_PORT : MQTT_PORT),
      tls,
      external: true,
    };
  }
  const external = settings.broker === 'external';
  const secure = bound.find(({ name }) => name === 'mqtts');
  // Without a LAN listener there is only this machine, where TLS would protect nothing.
  const tls = secure !== undefined && !plain;
  const listener = tls ? secure : bound.find(({ name }) => name === 'mqtt');
  return { host, port: listener?.port ?? (tls ? MQTTS_PORT : MQTT_PORT), tls, external };
}
