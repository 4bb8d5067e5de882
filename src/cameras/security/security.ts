import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/index.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import type { Account, Camera, CameraRegistry } from '../parts.ts';
import { placesOf } from '../places.ts';
import { CLOCK_OFF_MS } from '../read-clock.ts';
import type { CameraProfile } from '../registry/profile.ts';
import { type Advisories, createAdvisories } from './advisories.ts';
import { type CheckParts, checkCamera } from './check.ts';
import { type FactoryParts, tryFactoryAccount } from './factory.ts';
import { INSECURE, sayFinding, scoreOf } from './findings.ts';
import { createJob } from './job.ts';
import type { CheckedPorts } from './open-ports.ts';
import type { CameraSecurity, Found, SecurityJob } from './schemas.ts';
import { type SecurityRow, securityRepository } from './security-repository.ts';

export interface SecurityParts extends Pick<CheckParts, 'describe' | 'tells'> {
  db: Db;
  clock: Pick<Clock, 'now'>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  registry: Pick<CameraRegistry, 'get' | 'all' | 'account'>;
  gate: FactoryParts['gate'];
  profileOf(camera: Camera): Pick<CameraProfile, 'factoryAccount' | 'ports'> | undefined;
  /** As on the paper; '' for none. */
  conformityOf(camera: Camera): string;
  /** The camera's clock minus the box's, ms. */
  driftOf(cameraId: string): number | null;
  /** The result of a camera is another one; without an id: how far the check is. */
  changed(cameraId?: string): void;
  /** Other than the usual ones, for tests. */
  ports?: Partial<CheckedPorts>;
  log: FastifyBaseLogger;
}

export interface Security {
  advisories: Advisories;
  of(camera: Camera): CameraSecurity;
  /** Of the last check. */
  scoreOf(cameraId: string): number | null;
  /** Returns what begins a check in the background, in the same turn; throws `camera.check_running`. */
  prepare(cameraIds: readonly string[]): () => void;
  state(): SecurityJob;
  cancel(): Promise<void>;
  settled(): Promise<void>;
  /** See factory.ts for what it throws. */
  tryFactory(camera: Camera, audit: () => void): Promise<CameraSecurity>;
  /** In the transaction that gives it another account: what was found of the one before no longer counts. */
  accountChanged(cameraId: string, account: Account | null): void;
  /** In the transaction that removes it. */
  removing(cameraId: string): void;
  close(): Promise<void>;
}

/** The security check of each camera: what it finds, a score, and the one try of the factory account. */
export function createSecurity(parts: SecurityParts): Security {
  const { db, registry, alerts, changed, log } = parts;
  const now = () => parts.clock.now();
  const repository = securityRepository(db);
  const advisories = createAdvisories(db);
  const rows = new Map<string, SecurityRow>(repository.all().map((row) => [row.cameraId, row]));
  const closing = new AbortController();
  const factoryOf = (camera: Camera): Account | null => {
    const known = parts.profileOf(camera)?.factoryAccount;
    return known ? { username: known.username, password: known.password } : null;
  };
  const factoryParts: FactoryParts = {
    gate: parts.gate,
    factoryAccount: factoryOf,
    unitOf: ({ unitKey }) => [...registry.all()].filter((one) => one.unitKey === unitKey),
    repository,
    transaction: (work) => db.transaction(work)(),
    now,
    ...(parts.describe && { describe: parts.describe }),
  };

  function keep({ id, name }: Camera, findings: Found[], checkedAt: number): void {
    const row = { cameraId: id, checkedAt, score: scoreOf(findings), findings };
    db.transaction(() => {
      repository.save(row);
      if (row.score < INSECURE) alerts.raise('camera.insecure', id, { name, score: row.score });
      else alerts.clear('camera.insecure', id);
    })();
    rows.set(id, row);
    changed(id);
  }

  async function check(cameraId: string, signal: AbortSignal): Promise<boolean> {
    const camera = registry.get(cameraId);
    if (!camera) return false;
    const known = {
      camera,
      places: placesOf([...camera.streams.map(({ url }) => url), camera.onvifUrl]),
      ports: {
        telnet: 23,
        ftp: 21,
        http: parts.profileOf(camera)?.ports.http ?? 80,
        https: httpsPortOf(camera) ?? parts.profileOf(camera)?.ports.https ?? 443,
        ...parts.ports,
      },
      account: registry.account(cameraId),
      factoryAccount: factoryOf(camera),
      factoryTry: repository.factoryTry(cameraId),
      conformity: parts.conformityOf(camera),
      clockIsOff: Math.abs(parts.driftOf(cameraId) ?? 0) > CLOCK_OFF_MS,
    };
    const findings = await checkCamera(known, { ...parts, advisories, now }, signal);
    // Gone, or removed meanwhile.
    if (!findings || !registry.get(cameraId)) return false;
    keep(camera, findings, now());
    return true;
  }

  const job = createJob({ check, now, changed: () => changed(), log });

  function of(camera: Camera): CameraSecurity {
    const row = rows.get(camera.id);
    const tried = repository.factoryTry(camera.id);
    const findings = (row?.findings ?? []).map(sayFinding).sort((a, b) => b.weight - a.weight);
    return {
      checkedAt: row?.checkedAt ?? null,
      score: row?.score ?? null,
      findings,
      factory: {
        known: factoryOf(camera) !== null,
        triedAt: tried?.triedAt ?? null,
        outcome: tried?.outcome ?? null,
      },
    };
  }

  return {
    advisories,
    of,
    scoreOf: (id) => rows.get(id)?.score ?? null,
    prepare: job.prepare,
    state: job.state,
    cancel: job.cancel,
    settled: job.settled,
    async tryFactory(camera, audit) {
      const { outcome } = await tryFactoryAccount(camera, audit, factoryParts, closing.signal);
      const row = rows.get(camera.id);
      const others = (row?.findings ?? []).filter(({ code }) => code !== 'factory_password');
      if (outcome === 'accepted') {
        keep(camera, [{ code: 'factory_password', details: {} }, ...others], row?.checkedAt ?? now());
      } else if (outcome === 'refused' && row && others.length < row.findings.length) {
        keep(camera, others, row.checkedAt);
      } else changed(camera.id);
      return of(camera);
    },
    accountChanged(id, account) {
      const camera = registry.get(id);
      if (!camera || isDeepStrictEqual(account, factoryOf(camera))) return;
      repository.forgetAccepted(id);
      const row = rows.get(id);
      const others = row?.findings.filter(({ code }) => code !== 'factory_password') ?? [];
      if (row && others.length < row.findings.length) keep(camera, others, row.checkedAt);
    },
    removing(id) {
      rows.delete(id);
      repository.remove(id);
      alerts.clear('camera.insecure', id);
    },
    async close() {
      closing.abort(new Error('the station ends'));
      await job.cancel();
    },
  };
}

/** Where its ONVIF is spoken over HTTPS; undefined for HTTP. */
function httpsPortOf({ onvifUrl }: Camera): number | undefined {
  const url = onvifUrl === null ? null : URL.parse(onvifUrl);
  return url?.protocol === 'https:' ? Number(url.port || 443) : undefined;
}
