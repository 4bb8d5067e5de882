import type { FastifyInstance } from 'fastify';
import packageJson from '../../package.json' with { type: 'json' };
import { RELEASED_AT } from '../db/clock-floor.ts';
import { examine, type Patient } from './doctor/index.ts';
import { placeOf } from './doctor/network.ts';
import type { Health } from './schemas.ts';

/** Looking takes programs and sockets: a page that asks again and again gets what was found a moment ago. */
const FRESH_MS = 10_000;

/** `GET /api/system/health`: the doctor's checks from inside the running station. */
export function createHealth(app: FastifyInstance): () => Promise<Health> {
  let newest: { at: number; trusted: boolean; health: Promise<Health> } | undefined;
  return () => {
    const at = app.clock.monotonic();
    const trusted = app.clock.trusted();
    const isFresh = newest && at - newest.at <= FRESH_MS && newest.trusted === trusted;
    if (!newest || !isFresh) newest = { at, trusted, health: look(app) };
    return newest.health;
  };
}

async function look(app: FastifyInstance): Promise<Health> {
  const checks = await examine(patientOf(app));
  const states = checks.map(({ state }) => state);
  const disk = app.system.disk();
  return {
    at: app.clock.now(),
    version: packageJson.version,
    uptimeMs: Math.round(process.uptime() * 1000),
    state: states.includes('failed') ? 'failed' : states.includes('warning') ? 'warning' : 'ok',
    checks,
    audit: app.audit.newest() ?? null,
    speakers: app.speakers.health(),
    disk: disk ? { free: disk.free, used: disk.used, level: disk.level } : null,
  };
}

function patientOf(app: FastifyInstance): Patient {
  const { config, clock, outside, system } = app;
  const { last, lastGoodAt } = system.backups.state();
  const damaged = last?.error?.code === 'database.damaged' ? last.error.messageEn : undefined;
  return {
    config,
    now: clock.now,
    wall: outside.wall,
    clockFloor: () => (clock.trusted() ? RELEASED_AT : clock.now()),
    run: outside.spawn,
    running: true,
    places: () => app.web.addresses().map(({ url }) => placeOf(url)),
    // The nightly backup checks a copy; between two of them there is no news.
    database: async () => (damaged === undefined ? 'sound' : { fault: damaged }),
    backup: () => ({ hasCode: system.recovery.exists(), lastGoodAt }),
    sameDisk: system.backups.sameDisk,
    audit: async () => app.audit.newest() ?? app.audit.verify(),
    speakers: async () => app.speakers.health(),
    probes: async () => (await app.readiness.check()).probes,
  };
}
