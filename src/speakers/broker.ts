import type { Socket } from 'node:net';
import { Aedes, type AedesPublishPacket, type AuthenticateError, type Client } from 'aedes';
import type { FastifyBaseLogger } from 'fastify';
import { writeToStream } from 'mqtt-packet';
import { type BrokerListener, BrokerListeners } from './broker-listeners.ts';
import { Floods } from './floods.ts';
import { limitFrames, type Measured } from './frame-limit.ts';
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

/** As long as the broker's own queue for what comes before the sign-in is done, and the CONNECT. */
const PACKETS_OF_A_STRANGER = 50;
/** What costs the broker more than a packet, in packets. */
const WEIGHT = { connect: 20, subscription: 10 };
const UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;
const FLOOD = 'too many messages';
const NOBODY_LISTENS = '$refused';
const LOOPBACK = '127.0.0.1';
const NOTHING = Buffer.alloc(0);

/** As the broker hands it on; what the broker or the box itself publishes has no client. */
type DevicePacket = AedesPublishPacket & { clientId?: string | undefined };

interface Session {
  readonly username: string;
  readonly grant: Grant;
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
  const floods = new Floods();

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
      const refuse = (reason: string, returnCode: number) => {
        refusals.note({ username, reason, from: addressOf(client) });
        done(Object.assign(new Error(reason), { returnCode }) as AuthenticateError, null);
      };
      const rights = username === '' ? undefined : grant(username, password);
      if (!rights) return refuse('wrong name or password', BAD_CREDENTIALS);
      if (!rights.plain && inClear.has(client.conn)) return refuse('TLS needed', BAD_CREDENTIALS);
      if (!floods.take(username, WEIGHT.connect)) return refuse(FLOOD, UNAVAILABLE);
      strangers.known(client.conn as Socket);
      sessions.set(client, { username, grant: rights, refused: false });
      done(null, true);
    },
    // Also asked for last wills, after the connection has ended.
    authorizePublish(client, packet, callback) {
      if (client === null) return callback(null);
      const session = sessions.get(client);
      if (!session) return callback(new Error('not signed in'));
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
      if (session && !floods.take(session.username, WEIGHT.subscription)) return callback(new Error(FLOOD));
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
    let early = 0;
    const allow = ({ packets, tooLong }: Measured): boolean => {
      const username = sessions.get(client)?.username;
      early += packets;
      const isFlood =
        username === undefined ? early > PACKETS_OF_A_STRANGER : !floods.take(username, packets);
      if (!isFlood && tooLong === undefined) return true;
      if (isFlood) refusals.note({ username: username ?? '', reason: FLOOD, from: conn.remoteAddress });
      else log.warn({ bytes: tooLong, from: conn.remoteAddress }, 'MQTT packet too long, connection cut');
      conn.destroy();
      return false;
    };
    limitFrames(conn, LONGEST_MESSAGE, allow);
    const client = aedes.handle(conn);
  }

  const listeners = new BrokerListeners({ tls, strangers, serve, log });

  return {
    listen: (wanted) => listeners.listen(wanted),
    bound: () => listeners.bound(),
    link: () => ({
      connected: () => isLinked && !aedes.closed,
      publish(topic, payload, qos, lost) {
        const packet = { cmd: 'publish' as const, topic, payload, qos, dup: false, retain: false };
        emitterOf(aedes).emit(packet, (error) => error && lost?.());
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

type Word = Pick<AedesPublishPacket, 'cmd' | 'topic' | 'payload' | 'qos' | 'dup' | 'retain'>;

/**
 * What the broker hands every word on with. Its publish() numbers the words, and holds those of QoS 1 back for a look
 * at what is kept for the absent: a word of QoS 0 said right after overtakes them, and by their lower number they are
 * then taken for something that the device has had, and dropped. Nothing is kept here that would need the look.
 */
function emitterOf(aedes: Aedes): { emit(word: Word, done: (error?: Error) => void): void } {
  return (aedes as Aedes & { mq: ReturnType<typeof emitterOf> }).mq;
}

/** Aedes keeps its clients by id, which here is the user name; its types leave them out. */
function clientsOf(aedes: Aedes): Record<string, Client | undefined> {
  return (aedes as Aedes & { clients: Record<string, Client | undefined> }).clients;
}

function addressOf(client: Client): string | undefined {
  return 'remoteAddress' in client.conn ? client.conn.remoteAddress : undefined;
}
