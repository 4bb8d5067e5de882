import type { Socket } from 'node:net';
import { Aedes, type AedesPublishPacket, type AuthenticateError, type Client } from 'aedes';
import type { FastifyBaseLogger } from 'fastify';
import { writeToStream } from 'mqtt-packet';
import { type BrokerListener, BrokerListeners } from './broker-listeners.ts';
import { limitFrames } from './frame-limit.ts';
import { LONGEST_MESSAGE } from './protocol.ts';
import { Refusals } from './refusals.ts';
import { Strangers } from './strangers.ts';
import type { MqttLink } from './transports/mqtt-link.ts';

export type { BrokerListener } from './broker-listeners.ts';

/** What one device may do at the broker. */
export interface Grant {
  mayPublish(topic: string, payload: Buffer | string): boolean;
  maySubscribe(filter: string): boolean;
  /** It may come without TLS from another machine. */
  plain: boolean;
}

export interface BrokerOptions {
  /** What this user may do, or undefined for a wrong name or password. Synchronous: 500 may come at once. */
  grant(username: string, password: Buffer): Grant | undefined;
  /** A device's connection was accepted or has ended. */
  present(username: string, here: boolean): void;
  /** Its connection lives: it has pinged, or has taken a message. */
  heard(username: string): void;
  /** A device has said this, as it may; its last will counts. Refused topics do not come here. */
  said(topic: string, payload: Buffer): void;
  /** Key and certificate chain of the TLS listener, PEM. */
  tls(): { key: string; cert: string };
  log: FastifyBaseLogger;
}

/** The embedded MQTT broker (3.1 and 3.1.1). */
export interface Broker {
  /**
   * Opens or closes listeners until exactly these are open, but on addresses that the machine does not have, which it
   * returns. Throws where a port is taken; then all is as before.
   */
  listen(listeners: readonly BrokerListener[]): Promise<string[]>;
  bound(): readonly BrokerListener[];
  /** The box's own connection, one: no socket and no packets. It hears everything, and may say anything. */
  link(): MqttLink;
  /** Ends a device's connection, after its rights have changed. */
  drop(username: string): void;
  setCertificate(): void;
  close(): Promise<void>;
}

/** A device says a few things a minute; a fault or a flood must not keep the main thread from an emergency. */
const MESSAGES_PER_WINDOW = 1_000;
const WINDOW_MS = 10_000;
const BAD_CREDENTIALS = 4;
const NOBODY_LISTENS = '$refused';
const LOOPBACK = '127.0.0.1';
const NOTHING = Buffer.alloc(0);

/** As the broker hands it on; what the broker or the box itself publishes has no client. */
type DevicePacket = AedesPublishPacket & { clientId?: string | undefined };

interface Session {
  readonly username: string;
  readonly grant: Grant;
  windowStart: number;
  messages: number;
  /** It has been told off in the log. */
  refused: boolean;
}

// Else it holds a buffer for each number of 16 bits: 9 MB.
writeToStream.cacheNumbers = false;

export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const { grant, present, heard, said, tls, log } = options;
  const sessions = new WeakMap<Client, Session>();
  /** Without TLS, and from another machine. */
  const inClear = new WeakSet<object>();
  const strangers = new Strangers();
  const refusals = new Refusals(log);

  const aedes = await Aedes.createBroker({
    // Unlimited: a slow speaker must never keep a message from the others. It is cut off after drainTimeout.
    concurrency: 0,
    drainTimeout: 5_000,
    connectTimeout: 5_000,
    maxClientsIdLength: 64,
    maxTopicLevels: 16,
    queueLimit: 20,
    maxInflightInbound: 20,
    preConnect(_client, packet, callback) {
      // The user is the session: nobody can take over another's client id, and when a device comes back, the
      // broker ends its old connection, last will included, before the new one is heard.
      packet.clientId = packet.username ?? '';
      // A kept session would deliver old play commands to a speaker that was away.
      packet.clean = true;
      callback(null, true);
    },
    authenticate(client, username = '', password = NOTHING, done) {
      const rights = username === '' ? undefined : grant(username, password);
      if (rights && (rights.plain || !inClear.has(client.conn))) {
        strangers.known(client.conn as Socket);
        sessions.set(client, { username, grant: rights, windowStart: 0, messages: 0, refused: false });
        return done(null, true);
      }
      const reason = rights ? 'TLS needed' : 'wrong name or password';
      refusals.note({ username, reason, from: addressOf(client) });
      done(Object.assign(new Error(reason), { returnCode: BAD_CREDENTIALS }) as AuthenticateError, null);
    },
    // Also asked for last wills, after the connection has ended.
    authorizePublish(client, packet, callback) {
      if (client === null) return callback(null);
      const session = sessions.get(client);
      if (!session) return callback(new Error('not signed in'));
      const now = performance.now();
      if (now - session.windowStart > WINDOW_MS) {
        session.windowStart = now;
        session.messages = 0;
      }
      if (++session.messages > MESSAGES_PER_WINDOW) return callback(new Error('too many messages'));
      // What a device says is about now: kept, it would greet the box as news after a restart.
      packet.retain = false;
      if (!session.grant.mayPublish(packet.topic, packet.payload)) {
        refuse(session, packet.topic);
        // MQTT 3.1.1, 3.3.5: the server either takes the message or closes the connection. A device with a chatty
        // firmware must not be cut off for it, so the message is taken and goes nowhere.
        packet.topic = NOBODY_LISTENS;
        packet.payload = NOTHING;
      }
      callback(null);
    },
    authorizeSubscribe(client, subscription, callback) {
      const session = sessions.get(client);
      if (session?.grant.maySubscribe(subscription.topic)) return callback(null, subscription);
      if (session) refuse(session, subscription.topic);
      callback(null, null);
    },
  });

  function refuse(session: Session, topic: string): void {
    if (session.refused) return;
    session.refused = true;
    log.warn(
      { speaker: session.username, topic: topic.slice(0, 100) },
      'MQTT device went for a topic not its own',
    );
  }

  let isLinked = true;
  // Straight from the broker: through a client of its own every word would be packed, sent and read once more.
  aedes.subscribe(
    '#',
    ({ topic, payload, clientId }: DevicePacket, done) => {
      const isForUs = isLinked && clientId !== undefined && topic !== NOBODY_LISTENS;
      if (isForUs && Buffer.isBuffer(payload)) said(topic, payload);
      done();
    },
    () => {},
  );
  aedes.on('clientReady', (client) => {
    const session = sessions.get(client);
    if (session) present(session.username, true);
  });
  aedes.on('clientDisconnect', (client) => {
    const session = sessions.get(client);
    if (session) present(session.username, false);
  });
  const contact = (client: Client) => {
    const session = client && sessions.get(client);
    if (session) heard(session.username);
  };
  aedes.on('ping', (_packet, client) => contact(client));
  aedes.on('ack', (_packet, client) => contact(client));
  const failed = (client: Client, err: Error) =>
    log.debug(
      { err: err.message, speaker: sessions.get(client)?.username, from: addressOf(client) },
      'MQTT connection failed',
    );
  aedes.on('clientError', failed);
  aedes.on('connectionError', failed);

  function serve(listener: BrokerListener, conn: Socket): void {
    if (listener.name === 'mqtt' && conn.remoteAddress !== LOOPBACK) inClear.add(conn);
    limitFrames(conn, LONGEST_MESSAGE, (bytes) => {
      log.warn({ bytes, from: conn.remoteAddress }, 'MQTT packet too long, connection cut');
      conn.destroy();
    });
    aedes.handle(conn);
  }

  const listeners = new BrokerListeners({ tls, strangers, serve, log });

  return {
    listen: (wanted) => listeners.listen(wanted),
    bound: () => listeners.bound(),
    link: () => ({
      connected: () => isLinked && !aedes.closed,
      publish(topic, payload, qos, lost) {
        const packet = { cmd: 'publish' as const, topic, payload, qos, dup: false, retain: false };
        aedes.publish(packet, (error) => error && lost?.());
      },
      subscribe() {},
      unsubscribe() {},
      async close() {
        isLinked = false;
      },
    }),
    drop(username) {
      clientsOf(aedes)[username]?.close();
    },
    setCertificate: () => listeners.setCertificate(),
    async close() {
      const cut = listeners.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      await cut();
    },
  };
}

/** Aedes keeps its clients by id, which here is the user name; its types leave them out. */
function clientsOf(aedes: Aedes): Record<string, Client | undefined> {
  return (aedes as Aedes & { clients: Record<string, Client | undefined> }).clients;
}

function addressOf(client: Client): string | undefined {
  return 'remoteAddress' in client.conn ? client.conn.remoteAddress : undefined;
}
