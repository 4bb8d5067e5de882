import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Config } from '../config/schema.ts';
import { CROWD, Crowd } from './crowd.ts';

/** What a route may be offered on: the panel, the plain-HTTP corner of the LAN, this machine alone. */
export type Surface = 'panel' | 'plain' | 'local';
export type ListenerName = 'loopback' | 'https' | 'plain';

/** What each listener offers. Loopback is the machine itself: everything but the plain-HTTP redirects. */
export const SURFACES: Record<ListenerName, readonly Surface[]> = {
  loopback: ['panel', 'local'],
  https: ['panel'],
  plain: ['plain'],
};

export interface Listener {
  readonly name: ListenerName;
  readonly scheme: 'http' | 'https';
  readonly hosts: readonly string[];
  /** 0 takes any free port. */
  readonly port: number;
}

// To import node:http is to read all that it exports, which loads Node's whole HTTP client.
const { createServer: createHttpServer } = process.getBuiltinModule('node:http');
const { createServer: createHttpsServer } = process.getBuiltinModule('node:https');

const LOOPBACK = '127.0.0.1';
/** IPv4 only: routers here often leave IPv6 open to the Internet, so a station serves it only when told to. */
const EVERY_ADDRESS = '0.0.0.0';

/** The one table of where the station answers HTTP (MQTT is the speakers' own). */
export function listenerTable(listen: Config['listen']): Listener[] {
  const everywhere = listen.addresses.length > 0 ? listen.addresses : [EVERY_ADDRESS];
  const hosts = listen.lan ? everywhere : [LOOPBACK];
  return [
    { name: 'loopback', scheme: 'http', hosts: [LOOPBACK], port: listen.http_port },
    { name: 'https', scheme: 'https', hosts, port: listen.https_port },
    { name: 'plain', scheme: 'http', hosts, port: listen.plain_port },
  ];
}

/** An address the station answers at. */
export interface BoundAddress {
  readonly name: ListenerName;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** A port that can't be opened: stops the start with one line that says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Key and certificate chain, PEM. */
export interface TlsPair {
  key: string;
  cert: string;
}

export interface ServerHandlers {
  request: RequestListener;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Servers {
  /**
   * Opens every listener of the table but on addresses that the machine does not have now: a router may give them out
   * minutes after a power cut, and the rest shall not wait for it. When one fails otherwise, none stays open and
   * ListenError says why.
   */
  open(table: readonly Listener[], tls: TlsPair): Promise<void>;
  bound(): readonly BoundAddress[];
  /** Those addresses. */
  missing(): readonly string[];
  /** Tries them again; returns whether anything was opened. Throws ListenError where one is there but its port is not. */
  openMissing(): Promise<boolean>;
  /** The certificate for connections made from now on. */
  setCertificate(tls: TlsPair): void;
  /** Stops accepting, gives requests under way `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Slow or idle clients must not hold a connection: there are few, and emergencies need one. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
};
/** Any other upgrade (curl offers HTTP/2) is answered as the plain request that it also is. */
const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
  headers.upgrade?.toLowerCase() === 'websocket';
const TLS = { minVersion: 'TLSv1.2', handshakeTimeout: 10_000, ALPNProtocols: ['http/1.1'] } as const;
/** Of one listener; room is made long before (crowd.ts), except by the machine itself. */
const MAX_CONNECTIONS = 2 * CROWD.together;

/** On one connection. Browsers and devices wait for an answer before they ask again: who does not makes work only. */
const MAX_AT_ONCE = 2;

/** One address of a listener. */
interface Place {
  readonly listener: Listener;
  readonly host: string;
}

const arrivedBy = new WeakMap<IncomingMessage, ListenerName>();

/** The listener that a request came by. One that came by none was injected by this process: loopback. */
export function listenerOf(request: IncomingMessage): ListenerName {
  return arrivedBy.get(request) ?? 'loopback';
}

/**
 * The node servers behind the one Fastify app.
 * @param limits time limits of node's HTTP server, milliseconds
 */
export function createServers(handlers: ServerHandlers, limits = LIMITS): Servers {
  const open = new Map<Server | HttpsServer, BoundAddress>();
  const options = { ...limits, shouldUpgradeCallback };
  const sockets = new Set<Socket>();
  const crowd = new Crowd();
  /** How many requests of a connection have no answer yet. */
  const underWay = new WeakMap<Socket, number>();

  /** False for a request of which nobody waits for the answer any more; cuts off who asks too much at once. */
  function take(socket: Socket, response: ServerResponse): boolean {
    const count = (underWay.get(socket) ?? 0) + 1;
    if (count > MAX_AT_ONCE) socket.destroy();
    if (socket.destroyed) return false;
    underWay.set(socket, count);
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    return true;
  }

  let waiting: Place[] = [];
  let pair: TlsPair;

  function serverFor({ name, scheme }: Listener): Server | HttpsServer {
    const server =
      scheme === 'https' ? createHttpsServer({ ...options, ...TLS, ...pair }) : createHttpServer(options);
    server.maxConnections = MAX_CONNECTIONS;
    server.on('request', (request, response) => {
      if (!take(request.socket, response)) return;
      arrivedBy.set(request, name);
      handlers.request(request, response);
    });
    server.on('upgrade', (request, socket, head) => {
      arrivedBy.set(request, name);
      handlers.upgrade(request, socket, head);
    });
    // The raw sockets, since one that never finishes its TLS handshake is no HTTP connection yet.
    server.on('connection', (socket: Socket) => {
      if (!crowd.admit(socket)) return socket.destroy();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return server;
  }

  /** False where the machine does not have the address. */
  async function openAt({ listener, host }: Place): Promise<boolean> {
    const server = serverFor(listener);
    try {
      await listen(server, listener, host);
    } catch (error) {
      if (isNoSuchAddress((error as ListenError).cause)) return false;
      throw error;
    }
    const { port } = server.address() as AddressInfo;
    open.set(server, { name: listener.name, scheme: listener.scheme, host, port });
    return true;
  }

  return {
    async open(table, tls) {
      pair = tls;
      try {
        for (const listener of table) {
          for (const host of listener.hosts) {
            if (!(await openAt({ listener, host }))) waiting.push({ listener, host });
          }
        }
      } catch (error) {
        await this.close(0);
        throw error;
      }
    },
    bound: () => [...open.values()],
    missing: () => [...new Set(waiting.map(({ host }) => host))],
    async openMissing() {
      const before = waiting.length;
      for (const place of waiting) {
        if (await openAt(place)) waiting = waiting.filter((one) => one !== place);
      }
      return waiting.length < before;
    },
    setCertificate(tls) {
      pair = tls;
      for (const server of open.keys()) {
        if ('setSecureContext' in server) server.setSecureContext({ minVersion: TLS.minVersion, ...tls });
      }
    },
    async close(graceMs) {
      waiting = [];
      const closed = [...open.keys()].map((server) => new Promise((resolve) => server.close(resolve)));
      for (const server of open.keys()) server.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await Promise.all(closed);
      clearTimeout(cut);
      open.clear();
    },
  };
}

function listen(server: Server, listener: Listener, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => reject(explain(error, listener, host)));
    server.listen(listener.port, host, resolve);
  });
}

/** Whether the machine does not have the address that was to be listened on. */
export function isNoSuchAddress(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'EADDRNOTAVAIL';
}

function explain(error: NodeJS.ErrnoException, { name, port }: Listener, host: string): ListenError {
  const where = `${name} listener, ${host} port ${port}`;
  const advice: Record<string, string> = {
    EADDRINUSE: 'another program uses this port: stop it, or start with --port N',
    EACCES: 'ports below 1024 need a right that the station does not have: choose a higher one',
  };
  return new ListenError(`${where}: ${advice[error.code ?? ''] ?? error.message}`, { cause: error });
}
