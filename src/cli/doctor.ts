import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { loadSecrets, masterKeyPath } from '../config/secrets.ts';
import { clockFloor } from '../db/clock-floor.ts';
import { type Db, openDatabase, readMeta } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { lastGoodBackup } from '../system/backup/backups.ts';
import { createRecovery } from '../system/backup/recovery.ts';
import { snapshot } from '../system/backup/snapshot.ts';
import { storedBackupSettings } from '../system/backup/stored-settings.ts';
import { DATABASE, isSameDisk } from '../system/data-folder.ts';
import type { Finding } from '../system/doctor/finding.ts';
import { examine, type Patient } from '../system/doctor/index.ts';
import { placeOf, placesToOpen } from '../system/doctor/network.ts';
import { isRunning, readInstance } from '../system/instance-lock.ts';
import type { Health } from '../system/schemas.ts';
import { createAudit } from '../web/audit.ts';
import { configOf, flagsOf, inEnglish, portOf } from './flags.ts';

const MARKS: Record<Finding['state'], string> = { ok: '✓', warning: '!', failed: '✗' };

/** Looks at everything the station needs; exit code 1 where something has failed. */
export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, { json: { type: 'boolean' }, port: { type: 'string' } });
  const config = configOf(values, { port: portOf(values.port) });
  const db = openIfSound(join(config.data, DATABASE));
  try {
    const findings = await examine(await patientOf(config, db));
    if (values.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
    else for (const finding of findings) process.stdout.write(line(finding));
    return findings.some(({ state }) => state === 'failed') ? 1 : 0;
  } finally {
    db?.close();
  }
}

function line({ state, title, found, advice }: Finding): string {
  const lang = inEnglish() ? 'en' : 'vi';
  const first = `${MARKS[state]} ${title[lang]}: ${found[lang]}\n`;
  return advice === null ? first : `${first}    → ${advice[lang]}\n`;
}

/** A damaged database is for its own check to tell. */
function openIfSound(path: string): Db | undefined {
  try {
    return existsSync(path) ? openDatabase(path) : undefined;
  } catch {
    return undefined;
  }
}

async function patientOf(config: Config, db: Db | undefined): Promise<Patient> {
  const { data } = config;
  const running = isRunning(data);
  const { urls } = readInstance(data);
  const folder = (db && hasSettings(db) && storedBackupSettings(db).folder) || join(data, 'backups');
  const sameDisk = await isSameDisk(folder, data);
  return {
    config,
    now: Date.now,
    wall: Date.now,
    clockFloor: () => Number((db && readMeta(db, 'clock_floor')) ?? 0) || undefined,
    run: spawn,
    running,
    places: () => (running ? urls.map(placeOf) : placesToOpen(config)),
    databaseFault: () => faultOfCopy(data),
    backup: () => ({
      hasCode: db !== undefined && createRecovery(db).exists(),
      lastGoodAt: db ? lastGoodBackup(db) : null,
      sameDisk,
    }),
    audit: () => auditOf(data, db, running ? urls[0] : undefined),
    speakers: async () => (await askStation<Health>(`${urls[0]}/health`))?.speakers,
    probes: async () => (await askStation<Readiness>(`${urls[0]}/readyz`))?.probes,
  };
}

/** Under systemd only the station itself has the key. */
async function auditOf(data: string, db: Db | undefined, url: string | undefined) {
  if (url) return (await askStation<Health>(`${url}/health`))?.audit ?? undefined;
  if (!db || !existsSync(masterKeyPath(data))) return undefined;
  try {
    const clock = clockFloor(db);
    const secrets = loadSecrets(data);
    return await createAudit({ db, clock, secrets, outbox: createOutbox({ db, clock }) }).verify();
  } catch {
    // Not migrated yet, or damaged, which its own check tells.
    return undefined;
  }
}

function hasSettings(db: Db): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").get() !== undefined;
}

async function faultOfCopy(data: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(data, 'doctor-'));
  try {
    await snapshot(join(data, DATABASE), join(folder, 'copy.db'));
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'database.damaged') return (error.cause as Error).message;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Readiness {
  probes: Record<string, string>;
}

/** The address on loopback is the first; only there does a station tell of its parts. */
async function askStation<T>(url: string): Promise<T | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    return (await answer.json()) as T;
  } catch {
    return undefined;
  }
}
