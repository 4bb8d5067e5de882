import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { within } from './time-limit.ts';

/** Resolves or returns when all is well; throws to say what is not. */
export type Probe = () => void | Promise<void>;

export interface Readiness {
  /** Something the station can't do its work without. */
  add(name: string, probe: Probe): void;
  /** Every probe, run now: `ok` or what is wrong. */
  check(): Promise<{ ready: boolean; probes: Record<string, string> }>;
}

const PROBE_MS = 2_000;
/**
 * prom-client samples the delay of the event loop by a timer that never rests, most of an idle station's CPU. It is
 * slowed down to next to nothing and not shown; the share of time in which the loop was busy costs nothing.
 */
const LOOP_LOOK_MS = 60_000;
const SAMPLED = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'];

/** Decorates `metrics` and `readiness`, serves /healthz everywhere, /readyz and /metrics on this machine only. */
export function serveHealth(app: FastifyInstance): void {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: LOOP_LOOK_MS });
  for (const name of SAMPLED) metrics.removeSingleMetric(`nodejs_eventloop_lag_${name}_seconds`);
  let before = performance.eventLoopUtilization();
  new Gauge({
    name: 'nodejs_eventloop_utilization',
    help: 'Share of the time since the last look in which the event loop was busy, 0 to 1',
    registers: [metrics],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    },
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers: [metrics],
  });
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route, never the address asked for: strangers must not make up labels.
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });

  const readiness = createReadiness();
  readiness.add('database', () => {
    app.db.prepare('SELECT 1').get();
  });
  app.decorate('metrics', metrics);
  app.decorate('readiness', readiness);

  app.get(
    '/healthz',
    { config: { public: true, listeners: ['panel', 'plain', 'local'] }, schema: { hide: true } },
    () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    { config: { public: true, listeners: ['local'] }, schema: { hide: true } },
    async (_request, reply) => {
      const result = await readiness.check();
      return reply.code(result.ready ? 200 : 503).send(result);
    },
  );
  app.get(
    '/metrics',
    { config: { public: true, listeners: ['local'] }, schema: { hide: true } },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  app.addHook('onClose', async () => metrics.clear());
}

/** @param limitMs how long a probe may take */
export function createReadiness(limitMs = PROBE_MS): Readiness {
  const probes = new Map<string, Probe>();

  async function run(probe: Probe): Promise<string> {
    try {
      const answer = await within(
        limitMs,
        Promise.resolve(probe()).then(() => 'ok'),
      );
      return answer ?? `no answer within ${limitMs} ms`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    add(name, probe) {
      if (probes.has(name)) throw new Error(`two readiness probes are called ${name}`);
      probes.set(name, probe);
    },
    async check() {
      const results = await Promise.all([...probes].map(async ([name, probe]) => [name, await run(probe)]));
      return {
        ready: results.every(([, answer]) => answer === 'ok'),
        probes: Object.fromEntries(results),
      };
    },
  };
}
