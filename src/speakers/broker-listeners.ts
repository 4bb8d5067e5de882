import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import type { Strangers } from './strangers.ts';

export interface BrokerListener {
  readonly name: 'mqtt' | 'mqtts';
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface ListenersParts {
  /** Key and certificate chain of the TLS listener, PEM. */
  tls(): { key: string; cert: string };
  strangers: Strangers;
  serve(listener: BrokerListener, conn: Socket): void;
  log: FastifyBaseLogger;
}

interface Open {
  /** With the port that it has got. */
  readonly listener: BrokerListener;
  readonly server: Server | TlsServer;
}

const MAX_CONNECTIONS = 2_000;
const HANDSHAKE_MS = 5_000;
/** A device whose cable was cut is found out within the minute, whether it has a keepalive of MQTT's or not. */
const PROBE_AFTER_MS = 30_000;

/** The ports of the embedded broker. */
export class BrokerListeners {
  readonly #parts: ListenersParts;
  readonly #open = new Map<string, Open>();
  readonly #sockets = new Set<Socket>();

  constructor(parts: ListenersParts) {
    this.#parts = parts;
  }

  bound(): BrokerListener[] {
    return [...this.#open.values()].map(({ listener }) => listener);
  }

  /**
   * Opens and closes until exactly these are open; where one can't be, those of before are opened again. Returns the
   * addresses that the machine does not have now: after a power cut a router may take minutes to give one out, for which
   * the speakers at the others do not wait.
   */
  async listen(listeners: readonly BrokerListener[]): Promise<string[]> {
    const wanted = new Set(listeners.map(keyOf));
    const closed: [key: string, listener: BrokerListener][] = [];
    const added: string[] = [];
    const missing = new Set<string>();
    // Closed first: a listener on every address can't stand beside one on loopback.
    for (const [key, { listener }] of [...this.#open]) {
      if (wanted.has(key)) continue;
      this.#close(key);
      closed.push([key, listener]);
    }
    try {
      for (const listener of listeners) {
        const key = keyOf(listener);
        if (this.#open.has(key)) continue;
        if (await this.#startWhereThere(key, listener)) added.push(key);
        else missing.add(listener.host);
      }
      return [...missing];
    } catch (error) {
      for (const key of added) this.#close(key);
      for (const [key, listener] of closed) await this.#start(key, listener).catch(() => {});
      throw error;
    }
  }

  setCertificate(): void {
    for (const { server } of this.#open.values()) {
      if ('setSecureContext' in server)
        server.setSecureContext({ ...this.#parts.tls(), minVersion: 'TLSv1.2' });
    }
  }

  /** Stops listening; the function returned cuts what is connected and resolves when all is closed. */
  close(): () => Promise<void> {
    const closed = [...this.#open.values()].map(
      ({ server }) => new Promise((resolve) => server.close(resolve)),
    );
    this.#open.clear();
    return async () => {
      for (const socket of this.#sockets) socket.destroy();
      await Promise.all(closed);
    };
  }

  #close(key: string): void {
    this.#open.get(key)?.server.close();
    this.#open.delete(key);
  }

  async #startWhereThere(key: string, listener: BrokerListener): Promise<boolean> {
    try {
      await this.#start(key, listener);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') return false;
      throw error;
    }
  }

  #start(key: string, listener: BrokerListener): Promise<void> {
    const { tls, strangers, serve, log } = this.#parts;
    const take = (conn: Socket) => {
      if (!conn.destroyed) serve(listener, conn);
    };
    const server =
      listener.name === 'mqtts'
        ? createTlsServer({ ...tls(), minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS }, take)
        : createServer(take);
    server.maxConnections = MAX_CONNECTIONS;
    server.prependListener('connection', (socket: Socket) => {
      if (!strangers.admit(socket)) {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, PROBE_AFTER_MS);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('tlsClientError', (err: Error, conn: Socket) => {
      log.debug({ err: err.message, from: conn.remoteAddress }, 'TLS handshake of an MQTT device failed');
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(listener.port, listener.host, () => {
        server.removeListener('error', reject);
        // Such as too many open files: the next connection may do better.
        server.on('error', (err) => log.error({ err, listener: listener.name }, 'an MQTT listener failed'));
        const { port } = server.address() as AddressInfo;
        this.#open.set(key, { listener: { ...listener, port }, server });
        resolve();
      });
    });
  }
}

function keyOf({ name, host, port }: BrokerListener): string {
  return `${name} ${host} ${port}`;
}
