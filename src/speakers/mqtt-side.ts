import type { FastifyBaseLogger } from 'fastify';
import type { MqttClient } from 'mqtt';
import { AppError } from '../errors.ts';
import { type Broker, type BrokerListener, type BrokerOptions, createBroker } from './broker.ts';
import type { SpeakersSettings } from './config.ts';
import { LONGEST_MESSAGE } from './protocol.ts';
import type { SpeakersHealth } from './schemas.ts';
import { reasonOf } from './transports/link-reason.ts';
import type { MqttTransport } from './transports/mqtt.ts';
import { type MqttLink, openLink } from './transports/mqtt-link.ts';

export interface MqttSideParts {
  settings(): Readonly<SpeakersSettings>;
  transport: MqttTransport;
  grant: BrokerOptions['grant'];
  present: BrokerOptions['present'];
  heard: BrokerOptions['heard'];
  tls(): Promise<{ key: string; cert: string }>;
  /** The listeners that the embedded broker should have now. */
  listeners(): BrokerListener[];
  up(): void;
  /** The broker has been away for some time. */
  down(reason: string): void;
  /** A port that the listeners need is not to be had; null when all are open. */
  portTaken(port: number | null): void;
  log: FastifyBaseLogger;
}

/** The broker, embedded or not, and the box's own connection to it. */
export interface MqttSide {
  /** At the start, by the settings as they are. Throws `port.busy`, `port.denied`; anything else is tried again. */
  open(): Promise<void>;
  /** After a change of the settings: opens anew what they concern, again and again until it works. */
  follow(): Promise<void>;
  /** Opens and closes listeners after something that they follow from has changed. Tries again by itself too. */
  relisten(): Promise<void>;
  /** Takes the station's new certificate. */
  setCertificate(): Promise<void>;
  bound(): readonly BrokerListener[];
  drop(username: string): void;
  state(): Pick<SpeakersHealth, 'broker' | 'connected' | 'reason'>;
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;
const CONNECT_MS = 5_000;
const KEEPALIVE_S = 20;
/** A restart of the broker is no matter for a person. */
const TELL_DOWN_MS = 10_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;
const LOOK_FOR_ADDRESS_MS = 5_000;
const SUBSCRIBE_BATCH = 200;
/** With room for the topic and what MQTT 5 adds; transports/mqtt.ts judges the payload. */
const LONGEST_PACKET = 2 * LONGEST_MESSAGE;

export function createMqttSide(parts: MqttSideParts): MqttSide {
  const { settings, transport, log } = parts;
  let broker: Broker | undefined;
  let link: MqttLink | undefined;
  let certificate = { key: '', cert: '' };
  let reason: string | null = null;
  let telling: NodeJS.Timeout | undefined;
  let retrying: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  /** Addresses of listeners that the machine does not have now. */
  let missing: string[] = [];
  /** The settings that what is open follows from; undefined while it could not be opened. */
  let opened: string | undefined;
  let ended = false;

  function lost(why: string): void {
    if (reason === null)
      log.warn({ broker: settings().broker, reason: why }, 'the MQTT broker cannot be reached');
    reason = why;
    telling ??= setTimeout(() => {
      try {
        parts.down(reason ?? why);
      } catch (error) {
        // The disk may be full; the log above has told of it.
        log.error({ err: error }, 'that the MQTT broker is away could not be told');
      }
    }, TELL_DOWN_MS);
  }

  function found(): void {
    if (reason !== null) log.info({ broker: settings().broker }, 'the MQTT broker is reachable again');
    reason = null;
    clearTimeout(telling);
    telling = undefined;
    transport.up();
    try {
      parts.up();
    } catch (error) {
      log.error({ err: error }, 'that the MQTT broker is back could not be told');
    }
  }

  function use(next: MqttLink): void {
    link = next;
    transport.use(link, settings().broker === 'external' && settings().mqttVersion === 5);
  }

  async function openClient(): Promise<MqttClient> {
    // Loaded by whom it concerns: few communes have a broker elsewhere.
    const { connect } = await import('mqtt');
    const { url, username, password, ca, mqttVersion } = settings();
    return connect(url, {
      clean: true,
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_MS,
      queueQoSZero: false,
      resubscribe: false,
      subscribeBatchSize: SUBSCRIBE_BATCH,
      writeCache: false,
      // Its own asks for every packet, many times over, whether somebody debugs.
      log: () => {},
      clientId: `tramso-${process.pid}`,
      protocolVersion: mqttVersion === 5 ? 5 : 4,
      keepalive: KEEPALIVE_S,
      username,
      password,
      ...(mqttVersion === 5 && { properties: { maximumPacketSize: LONGEST_PACKET } }),
      ...(ca && { ca }),
    });
  }

  function hear(topic: string, payload: Buffer, isKept: boolean): void {
    try {
      transport.message(topic, payload, isKept);
    } catch (error) {
      log.error({ err: error, topic }, 'a message of a speaker could not be handled');
    }
  }

  async function listen(): Promise<void> {
    if (!broker) return;
    const listeners = parts.listeners();
    if (certificate.key === '' && listeners.some(({ name }) => name === 'mqtts'))
      certificate = await parts.tls();
    try {
      const away = await broker.listen(listeners);
      if (away.length > 0 && away.join() !== missing.join())
        log.warn({ missing: away }, 'MQTT is to be served at addresses that this machine does not have');
      missing = away;
    } catch (error) {
      const { code, port } = error as NodeJS.ErrnoException & { port?: number };
      if (code === 'EADDRINUSE') throw new AppError('port.busy', { port }, error);
      if (code === 'EACCES') throw new AppError('port.denied', { port }, error);
      throw error;
    }
  }

  async function close(): Promise<void> {
    clearTimeout(retrying);
    await link?.close();
    await broker?.close();
    link = undefined;
    broker = undefined;
    opened = undefined;
    missing = [];
  }

  async function open(): Promise<void> {
    await close();
    reason = null;
    const { broker: kind, url } = settings();
    if (kind === 'external' && url === '') {
      opened = wanted();
      lost('no_address');
      return;
    }
    if (kind === 'embedded') {
      const { grant, present, heard } = parts;
      const said = (topic: string, payload: Buffer) => hear(topic, payload, false);
      broker = await createBroker({ grant, present, heard, said, tls: () => certificate, log });
      await listen();
      parts.portTaken(null);
      use(broker.link());
      found();
      listenOnceThere();
    } else {
      const client = await openClient();
      const { filters } = transport;
      use(openLink({ client, filters, message: hear, up: found, down: lost, log }));
    }
    opened = wanted();
    retryMs = FIRST_RETRY_MS;
  }

  /** What has to be opened anew where it changes. */
  function wanted(): string {
    const { broker: kind, url, username, password, ca, mqttVersion } = settings();
    return JSON.stringify(kind === 'embedded' ? [kind] : [kind, url, username, password, ca, mqttVersion]);
  }

  async function openUntilItWorks(): Promise<void> {
    try {
      await open();
    } catch (error) {
      log.error({ err: error }, 'the MQTT broker could not be opened');
      await close();
      lost(reasonOf(error));
      retry(openUntilItWorks);
    }
  }

  async function listenUntilItWorks(): Promise<void> {
    try {
      await listen();
      parts.portTaken(null);
      retryMs = FIRST_RETRY_MS;
      listenOnceThere();
    } catch (error) {
      log.error({ err: error }, 'the MQTT listeners could not be changed');
      parts.portTaken(error instanceof AppError ? Number(error.details.port) : 0);
      retry(listenUntilItWorks);
    }
  }

  /** The address may come with the network; no port is to blame. */
  function listenOnceThere(): void {
    if (missing.length === 0) return;
    clearTimeout(retrying);
    retrying = setTimeout(() => void inTurn(listenUntilItWorks), LOOK_FOR_ADDRESS_MS);
  }

  function retry(work: () => Promise<void>): void {
    clearTimeout(retrying);
    retrying = setTimeout(() => void inTurn(work), retryMs);
    retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
  }

  async function renewCertificate(): Promise<void> {
    if (certificate.key === '') return;
    certificate = await parts.tls();
    broker?.setCertificate();
  }

  /** One change after the other: settings may be saved twice in a row. */
  let busy = Promise.resolve();
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = busy.then(() => (ended ? undefined : work()));
    busy = done.catch(() => {});
    return done;
  }

  return {
    open: () =>
      inTurn(async () => {
        try {
          await open();
        } catch (error) {
          await close();
          if (error instanceof AppError) throw error;
          await openUntilItWorks();
        }
      }),
    follow: () => inTurn(async () => (opened === wanted() ? undefined : openUntilItWorks())),
    relisten: () => inTurn(async () => (broker ? listenUntilItWorks() : undefined)),
    setCertificate: () => inTurn(renewCertificate),
    bound: () => broker?.bound() ?? [],
    drop: (username) => broker?.drop(username),
    state: () => ({
      broker: settings().broker,
      connected: link?.connected() ?? false,
      reason: link?.connected() ? null : reason,
    }),
    close: () =>
      inTurn(async () => {
        ended = true;
        clearTimeout(telling);
        await close();
      }),
  };
}
