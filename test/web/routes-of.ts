import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Station, type StationOptions, startStation } from '../harness.ts';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/zones/:id` */
  url: string;
  config: NonNullable<RouteOptions['config']>;
  /** As the slice wrote it. */
  body: TSchema | undefined;
}

/** A station with every route that any plugin registers, also those that the description of the API leaves out. */
export async function startWithRoutes(
  t: Parameters<typeof startStation>[0],
  options?: StationOptions,
): Promise<Station & { routes: Route[] }> {
  const registered: RouteOptions[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => void registered.push(route));
  };
  subscribe('fastify.initialization', listen);
  const station = await startStation(t, options).finally(() => unsubscribe('fastify.initialization', listen));
  const routes = registered.flatMap(({ method, url, config = {}, schema }) =>
    [method]
      .flat()
      // The answer to GET without its body.
      .filter((each) => each !== 'HEAD')
      .map((each) => ({
        method: each as Route['method'],
        url,
        config,
        body: schema?.body as TSchema | undefined,
      })),
  );
  return { ...station, routes };
}

/** The address with this in place of each parameter. */
export function addressOf({ url }: Route, id: string): string {
  return url.replaceAll(/:\w+|\*/g, id);
}

const TEXTS = [
  'Loa thôn Đông',
  '06:00',
  '2027-01-04',
  '246810',
  'hoa.nguyen',
  'tram/loa',
  '01900000-0000-7000-8000-000000000000',
  '',
];

interface Schema {
  const?: unknown;
  enum?: unknown[];
  type?: string;
  anyOf?: TSchema[];
  allOf?: TSchema[];
  properties?: Record<string, TSchema>;
  items?: TSchema;
  minimum?: number;
}

/** A value that the schema takes, as far as one can be made up; every property is there. */
export function sampleOf(schema: TSchema): unknown {
  const { const: only, enum: values, type, anyOf, allOf, properties = {}, items, minimum } = schema as Schema;
  if (only !== undefined) return only;
  if (values) return values[0];
  if (anyOf?.[0]) return sampleOf(anyOf[0]);
  if (allOf) return Object.assign({}, ...allOf.map(sampleOf));
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, sampleOf(each)]));
    case 'array':
      return items ? [sampleOf(items)] : [];
    case 'integer':
    case 'number':
      return minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return TEXTS.find((text) => Value.Check(schema, text)) ?? TEXTS[0];
    default:
      return null;
  }
}

/** What no field should be, or should bear being. */
const HARD: unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '\u202e\u0301',
  'x'.repeat(100_000),
  [],
  [[]],
  {},
  { toString: 1 },
];

/** The sample with each of its fields, at every depth, replaced in turn by each hard value. */
export function* hardBodies(schema: TSchema): Generator<unknown> {
  const sample = sampleOf(schema);
  yield sample;
  for (const path of pathsOf(sample)) {
    for (const value of HARD) {
      const body = structuredClone(sample) as Record<string, unknown>;
      const last = path.at(-1) as string;
      const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, body);
      holder[last] = value;
      yield body;
    }
  }
}

function pathsOf(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return at.length > 0 ? [at] : [];
  const deeper = Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...at, key]));
  return at.length > 0 ? [at, ...deeper] : deeper;
}
