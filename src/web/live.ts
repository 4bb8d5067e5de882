import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import { whileNeeded } from '../repeat.ts';
import { hasRight, type Right, type Role } from './roles.ts';

/** What a browser may be told about, and the right it takes to be told. */
const TOPICS = {
  commune: 'commune.read',
  zones: 'commune.read',
  devices: 'device.read',
  alerts: 'alert.read',
  speakers: 'speaker.read',
  bulletins: 'bulletin.read',
  schedules: 'schedule.read',
  playouts: 'playout.read',
  cameras: 'camera.view',
  users: 'user.manage',
  audit: 'audit.read',
  settings: 'settings.read',
  system: 'system.read',
} as const satisfies Record<string, Right>;

export type Topic = keyof typeof TOPICS;

export interface Live {
  /** Tells every browser that may read it that something of this topic changed, or all of it without an id. */
  changed(topic: Topic, id?: string): void;
}

/** One browser waiting at GET /api/live. */
interface Listener {
  readonly sessionId: string;
  readonly role: Role;
  readonly out: ServerResponse;
  /** What it has not been told yet: ids by topic, or undefined where all of the topic must be read again. */
  readonly untold: Map<Topic, Set<string> | undefined>;
  /** When the socket stopped taking more (monotonic ms). */
  blockedSince: number | undefined;
}

/** Changes closer together than this go out as one. */
const GATHER_MS = 100;
const HEARTBEAT_MS = 15_000;
const BEAT = 'event: beat\ndata: \n\n';
/** A browser that takes nothing for this long is gone. */
const STUCK_MS = 30_000;
/** Beyond so many ids of a topic it is cheaper to read the list again, and the queue stays small. */
const MAX_IDS = 50;
/** A browser opens one for all its tabs; a few more for other windows and reconnects. */
const MAX_PER_SESSION = 6;
const MAX_LISTENERS = 500;

/** Server-sent events: `GET /api/live`, one message `{topic, id}` a change; the panel then reads anew. */
export function liveEvents(app: FastifyInstance): Live & { close(): void } {
  const listeners = new Set<Listener>();
  let gathering: NodeJS.Timeout | undefined;

  /**
   * Keeps connections from being dropped as idle, and finds those that are dead. An event, and not the usual comment,
   * so that the browser can see it stay away: where a switch loses its power, neither side gets an error.
   */
  function beat(): boolean {
    const now = app.clock.monotonic();
    for (const listener of listeners) {
      if (listener.blockedSince === undefined) write(listener, BEAT);
      else if (now - listener.blockedSince > STUCK_MS) listener.out.destroy();
    }
    return listeners.size > 0;
  }
  const heartbeat = whileNeeded(HEARTBEAT_MS, beat, {
    log: app.log.child({ slice: 'web' }),
    work: 'live connections kept',
  });

  const offEnded = app.events.on('session.ended', ({ sessionId }) => {
    for (const listener of listeners) if (listener.sessionId === sessionId) finish(listener);
  });

  function write(listener: Listener, text: string): void {
    if (!listener.out.write(text)) listener.blockedSince = app.clock.monotonic();
  }

  function tell(listener: Listener): void {
    if (listener.blockedSince !== undefined || listener.untold.size === 0) return;
    const messages = [...listener.untold].flatMap(([topic, ids]) =>
      ids ? [...ids].map((id) => ({ topic, id })) : [{ topic }],
    );
    listener.untold.clear();
    write(listener, messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join(''));
  }

  app.get(
    '/api/live',
    { config: { signedIn: true, passive: true }, schema: { hide: true } },
    async (request, reply) => {
      const { user, sessionId } = request;
      if (!user || !sessionId) throw new AppError('auth.required');
      const own = [...listeners].filter((listener) => listener.sessionId === sessionId);
      if (own[0] && own.length >= MAX_PER_SESSION) finish(own[0]);
      if (listeners.size >= MAX_LISTENERS) throw new AppError('station.busy');
      const out = reply.hijack().raw;
      const listener: Listener = {
        sessionId,
        role: user.role,
        out,
        untold: new Map(),
        blockedSince: undefined,
      };
      out.once('close', () => listeners.delete(listener));
      out.on('error', (error) => request.log.debug({ err: error }, 'a live connection broke'));
      out.on('drain', () => {
        listener.blockedSince = undefined;
        tell(listener);
      });
      out.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      listeners.add(listener);
      heartbeat.wake();
      write(listener, 'retry: 2000\n\n');
    },
  );

  return {
    changed(topic, id) {
      if (listeners.size === 0) return;
      for (const { role, untold } of listeners) if (hasRight(role, TOPICS[topic])) note(untold, topic, id);
      gathering ??= setTimeout(() => {
        gathering = undefined;
        for (const listener of listeners) tell(listener);
      }, GATHER_MS);
    },
    close() {
      void heartbeat.close();
      clearTimeout(gathering);
      offEnded();
      for (const listener of listeners) finish(listener);
    },
  };
}

function finish({ out, blockedSince }: Listener): void {
  if (blockedSince === undefined) out.end();
  else out.destroy();
}

function note(untold: Listener['untold'], topic: Topic, id: string | undefined): void {
  const ids = untold.has(topic) ? untold.get(topic) : new Set<string>();
  const full = id === undefined || ids === undefined || ids.size >= MAX_IDS;
  untold.set(topic, full ? undefined : ids.add(id));
}
