import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EventBus } from '../events.ts';
import { whileNeeded } from '../repeat.ts';
import { listenerOf, SURFACES, type Surface } from './listeners.ts';
import { within } from './time-limit.ts';

export interface SocketRoute<T> {
  listeners: readonly Surface[];
  /** Who is knocking; undefined refuses. Sees the upgrade request with its cookies and query. */
  authenticate(request: IncomingMessage): Promise<T | undefined>;
  open(socket: WebSocket, context: T, request: IncomingMessage): void;
  /** The session that the socket lives by: when that ends, so does the socket. */
  sessionOf?(context: T): string;
}

export interface Sockets {
  /** Serves WebSockets at this exact path. */
  route<T>(path: string, route: SocketRoute<T>): void;
}

export interface SocketsParts {
  log: FastifyBaseLogger;
  events: EventBus;
  /** Whether the Host header names this station. */
  isOurHost(request: IncomingMessage): boolean;
  pingMs?: number;
}

const MAX_PAYLOAD = 64 * 1024;
const PING_MS = 15_000;
const AUTHENTICATE_MS = 5_000;
const MAX_SOCKETS = 1_500;
/** After a close frame, how long the other side may take to answer it. */
const CLOSE_MS = 500;
const GOING_AWAY = 1001;
const SESSION_ENDED = 4401;

interface Open {
  sessionId: string | undefined;
  alive: boolean;
}

/** The WebSockets of all slices: one registry of paths behind the upgrade event of every listener. */
export function createSockets({ log, events, isOurHost, pingMs = PING_MS }: SocketsParts) {
  const routes = new Map<string, SocketRoute<unknown>>();
  const open = new Map<WebSocket, Open>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD,
  });
  let closing = false;

  /** A peer that has not answered since the last ping is dead. */
  function ping(): boolean {
    for (const [socket, state] of open) {
      if (!state.alive) socket.terminate();
      else socket.ping();
      state.alive = false;
    }
    return open.size > 0;
  }
  const pings = whileNeeded(pingMs, ping, { log, work: 'sockets pinged' });

  const offEnded = events.on('session.ended', ({ sessionId }) => {
    for (const [socket, state] of open) {
      if (state.sessionId === sessionId) endSocket(socket, SESSION_ENDED);
    }
  });

  async function upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    const onError = (error: Error) => log.debug({ err: error }, 'a socket broke before it opened');
    raw.on('error', onError);
    const route = routes.get(pathOf(request));
    const surfaces = SURFACES[listenerOf(request)];
    if (closing || open.size >= MAX_SOCKETS) return refuse(raw, '503 Service Unavailable');
    if (!isOurHost(request)) return refuse(raw, '421 Misdirected Request');
    if (!route?.listeners.some((surface) => surfaces.includes(surface))) return refuse(raw, '404 Not Found');
    if (!isSameOrigin(request)) return refuse(raw, '403 Forbidden');
    const context = await within(AUTHENTICATE_MS, route.authenticate(request));
    if (context === undefined) return refuse(raw, '401 Unauthorized');
    if (closing || raw.destroyed) return refuse(raw, '503 Service Unavailable');
    server.handleUpgrade(request, raw, head, (socket) => {
      raw.off('error', onError);
      accept(socket, route, context, request);
    });
  }

  function accept(
    socket: WebSocket,
    route: SocketRoute<unknown>,
    context: unknown,
    request: IncomingMessage,
  ): void {
    const state = { sessionId: route.sessionOf?.(context), alive: true };
    open.set(socket, state);
    pings.wake();
    socket.on('pong', () => {
      state.alive = true;
    });
    socket.on('message', () => {
      state.alive = true;
    });
    socket.once('close', () => open.delete(socket));
    // Too large a message, a broken frame: ws closes the socket itself.
    socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'));
    try {
      route.open(socket, context, request);
    } catch (error) {
      log.error({ err: error, path: pathOf(request) }, 'a socket could not be opened');
      socket.terminate();
    }
  }

  return {
    route<T>(path: string, route: SocketRoute<T>): void {
      if (routes.has(path)) throw new Error(`two slices serve the socket ${path}`);
      routes.set(path, route as SocketRoute<unknown>);
    },
    /** For the `upgrade` event of a server. */
    upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
      upgrade(request, raw, head).catch((error) => {
        log.error({ err: error, path: pathOf(request) }, 'a socket could not be opened');
        refuse(raw, '500 Internal Server Error');
      });
    },
    close(): void {
      closing = true;
      void pings.close();
      offEnded();
      for (const socket of open.keys()) endSocket(socket, GOING_AWAY);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** Browsers always send the Origin of the page; a program that sends none has no cookies of ours to abuse. */
function isSameOrigin({ headers, socket }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  const scheme = 'encrypted' in socket ? 'https' : 'http';
  return headers.origin === `${scheme}://${headers.host}`;
}

function refuse(raw: Duplex, status: string): void {
  raw.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => raw.destroy());
}

function endSocket(socket: WebSocket, code: number): void {
  socket.close(code);
  setTimeout(() => socket.terminate(), CLOSE_MS).unref();
}
