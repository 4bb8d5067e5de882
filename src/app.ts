import { spawn } from 'node:child_process';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyPluginCallback,
  type FastifyReply,
  LogController,
} from 'fastify';
import alerts from './alerts/index.ts';
import broadcast from './broadcast/index.ts';
import cameras from './cameras/index.ts';
import commune from './commune/index.ts';
import type { Config } from './config/schema.ts';
import { masterKeyFor, type Secrets } from './config/secrets.ts';
import settings from './config/settings.ts';
import db from './db/index.ts';
import devices from './devices/index.ts';
import { EventBus } from './events.ts';
import outbox from './outbox/index.ts';
import panel from './panel/index.ts';
import speakers from './speakers/index.ts';
import speech from './speech/index.ts';
import system from './system/index.ts';
import { refuseEarly } from './web/errors-hook.ts';
import web from './web/index.ts';
import { serialiseWhenAsked } from './web/serialisation.ts';
import { createWarmUp } from './web/warm-up.ts';

declare module 'fastify' {
  interface FastifyInstance {
    config: Config;
    secrets: Secrets;
    events: EventBus;
    /** What touches the world outside the process; tests pass their own. */
    outside: Outside;
  }
}

export interface Outside {
  spawn: typeof spawn;
  fetch: typeof fetch;
  /** The machine's wall clock, UTC milliseconds. */
  wall: () => number;
}

export type App = FastifyInstance;

/** The architecture on one page: every plugin, in the order in which it starts; each closes in reverse. */
const PLUGINS: [plugin: FastifyPluginCallback | FastifyPluginAsync, what: string][] = [
  [settings, 'settings edited in the panel, one section a slice'],
  [outbox, 'what the province must learn, appended in the caller’s transaction'],
  [web, 'servers and TLS, sessions, roles, audit log, live events'],
  [commune, 'profile, codes, zone tree, calendar'],
  [devices, 'one identity for everything on the network'],
  [alerts, 'one open alert per cause'],
  [speech, 'text in, mastered audio out'],
  [speakers, 'registry, profiles, health and transports of the loudspeakers'],
  [broadcast, 'bulletins, approval, schedule, playout, log'],
  [cameras, 'discovery, registry, health, live, recording, relay of the cameras'],
  [system, 'health, watchdog, backup'],
  [panel, 'the browser UI'],
];

export interface AppOptions {
  config: Config;
  log: FastifyBaseLogger;
  outside?: Partial<Outside>;
}

/** Builds the whole station without listening: `await app.ready()`, then `app.web.listen()`. */
export async function buildApp({ config, log, outside = {} }: AppOptions): Promise<App> {
  const warmUp = createWarmUp();
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    trustProxy: false,
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => refuseEarly(error, reply as FastifyReply),
    schemaController: { compilersFactory: { buildSerializer: serialiseWhenAsked(warmUp) } },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate('config', config);
  app.decorate('warmUp', warmUp);
  app.decorate('outside', { spawn, fetch, wall: Date.now, ...outside });
  app.decorate(
    'events',
    new EventBus((error, event) => log.error({ err: error, event }, 'an event listener failed')),
  );
  try {
    // First the database, since the master key lives in the data folder that it makes.
    await app.register(db, { wall: app.outside.wall });
    app.decorate('secrets', masterKeyFor(app.db, config.data).secrets);
    for (const [plugin] of PLUGINS) await app.register(plugin);
    await app.ready();
    return app as unknown as App;
  } catch (error) {
    await app.close();
    throw error;
  }
}
