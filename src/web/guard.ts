import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { AppError } from '../errors.ts';
import { SURFACES, type Surface } from './listeners.ts';
import { hasRight, type Right, ROLES } from './roles.ts';

/** Who may use a route: a right from roles.ts, anybody signed in, or everybody. Exactly one of the three. */
export interface RouteRule {
  right?: Right;
  signedIn?: true;
  public?: true;
  /** Where the route is served; `['panel']` when left out. */
  listeners?: readonly Surface[];
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteRule {}
}

/**
 * Bytes of a JSON body, by who may send one: the main thread reads it in one go, and a megabyte of nothing but brackets
 * holds it for half a second. What the longest text of a bulletin or a paste needs is half of a person's; lists that
 * are imported are an administrator's, whose limit is the server's own.
 */
const BODY = { stranger: 16_384, person: 262_144 };

/**
 * Puts the guard on every route, wherever it is registered, behind all hooks of its scope (so behind the
 * session). A route that says nothing of who may use it, or two things, fails the start.
 */
export function guardRoutes(app: FastifyInstance): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
    const bodyLimit = route.bodyLimit ?? bodyLimitFor(route.config ?? {});
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    route.onRequest = [...[route.onRequest ?? []].flat(), checkRight];
  });
  // Only at the end, since a scope may set the rule of its routes in an onRoute hook of its own (ruleFor).
  app.addHook('onReady', async () => {
    for (const { method, url, config = {} } of routes) {
      const said = [config.right, config.signedIn, config.public].filter((rule) => rule !== undefined).length;
      if (said !== 1) {
        throw new Error(
          `${method} ${url}: its config needs one of right, signedIn or public, and has ${said}`,
        );
      }
    }
  });
}

/** Gives one rule to all routes of this scope that have none: for plugins that register routes themselves. */
export function ruleFor(scope: FastifyInstance, rule: RouteRule): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...rule, ...route.config };
  });
}

/** Whether the route that matched is offered on the listener that the request came by. */
export function isServedHere(request: FastifyRequest): boolean {
  const offered = request.routeOptions.config.listeners ?? ['panel'];
  return SURFACES[request.listener].some((surface) => offered.includes(surface));
}

function bodyLimitFor({ public: everybody, right }: RouteRule): number | undefined {
  if (everybody) return BODY.stranger;
  const isOthers = !right || ROLES.some((role) => role !== 'admin' && hasRight(role, right));
  return isOthers ? BODY.person : undefined;
}

async function checkRight(request: FastifyRequest): Promise<void> {
  const { right, public: everybody } = request.routeOptions.config;
  if (everybody) return;
  if (!request.user) throw new AppError('auth.required');
  if (right && !hasRight(request.user.role, right)) throw new AppError('auth.forbidden');
}
