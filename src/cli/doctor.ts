import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Config } from '../config/schema.ts';
import { knowsMasterKey, masterKeyFor } from '../config/secrets.ts';
import { checkedCopy } from '../db/checked-copy.ts';
import { clockFloor } from '../db/clock-floor.ts';
import { type Db, readMeta } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { lastGoodBackup } from '../system/backup/backups.ts';
import { createFolderWork } from '../system/backup/folder-work.ts';
import { createRecovery } from '../system/backup/recovery.ts';
import { storedBackupSettings } from '../system/backup/stored-settings.ts';
import { DATABASE, diskSpace } from '../system/data-folder.ts';
import type { Finding } from '../system/doctor/finding.ts';
import { examine, type Patient } from '../system/doctor/index.ts';
import { placeOf, placesToOpen } from '../system/doctor/network.ts';
import { isRunning, readInstance } from '../system/instance-lock.ts';
import type { Health } from '../system/schemas.ts';
import { isDiskFull } from '../system/start-error.ts';
import { createAudit } from '../web/audit.ts';
import { configOf, flagsOf, inEnglish, portOf } from './flags.ts';

const MARKS: Record<Finding['state'], string> = { ok: '✓', warning: '!', failed: '✗' };

/** Looks at everything the station needs; exit code 1 where something has failed. */
export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, { json: { type: 'boolean' }, port: { type: 'string' } });
  const config = configOf(values, { port: portOf(values.port) });
  const db = openToRead(join(config.data, DATABASE));
  try {
    const findings = await examine(patientOf(config, db));
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

/** Read only, so that a full disk is no reason. A database that cannot be read is for its own check to tell. */
function openToRead(path: string): Db | undefined {
  try {
    return existsSync(path) ? new Database(path, { readonly: true, fileMustExist: true }) : undefined;
  } catch {
    return undefined;
  }
}

function patientOf(config: Config, db: Db | undefined): Patient {
  const { data } = config;
  const running = isRunning(data);
  const { urls } = readInstance(data);
  const work = createFolderWork(spawn);
  return {
    config,
    now: Date.now,
    wall: Date.now,
    clockFloor: () => Number(read(db, (open) => readMeta(open, 'clock_floor')) ?? 0) || undefined,
    run: spawn,
    running,
    places: () => (running ? urls.map(placeOf) : placesToOpen(config)),
    database: () => checkCopy(data),
    backup: () =>
      read(db, (open) => ({ hasCode: createRecovery(open).exists(), lastGoodAt: lastGoodBackup(open) })),
    sameDisk() {
      const folder = read(db, (open) => storedBackupSettings(open).folder) || join(data, 'backups');
      return work.run('look', { folder, data });
    },
    audit: () => auditOf(data, db, running ? urls[0] : undefined),
    speakers: async () => (await askStation<Health>(`${urls[0]}/health`))?.speakers,
    probes: async () => (await askStation<Readiness>(`${urls[0]}/readyz`))?.probes,
  };
}

/** Under systemd only the station itself has the key. */
async function auditOf(data: string, db: Db | undefined, url: string | undefined) {
  if (url) return (await askStation<Health>(`${url}/health`))?.audit ?? undefined;
  if (!db) return undefined;
  try {
    // To look must not make a key.
    if (!knowsMasterKey(db)) return undefined;
    const clock = clockFloor(db);
    const { secrets } = masterKeyFor(db, data);
    return await createAudit({ db, clock, secrets, outbox: createOutbox({ db, clock }) }).verify();
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('key.'))
      return { key: { vi: error.messageVi, en: error.message } };
    // Not migrated yet, or damaged, which has a check of its own.
    return undefined;
  }
}

/** undefined where the database is not there, damaged, or not migrated yet. */
function read<T>(db: Db | undefined, from: (open: Db) => T): T | undefined {
  try {
    return db && from(db);
  } catch {
    return undefined;
  }
}

const COPIES = 'doctor-';
/** A copy this old belongs to a doctor that was interrupted. */
const FORGOTTEN_MS = 3_600_000;
const MARGIN_BYTES = 64 * 1_048_576;

async function checkCopy(data: string): ReturnType<Patient['database']> {
  await sweep(data);
  const { size } = await stat(join(data, DATABASE));
  if ((await diskSpace(data)).free < size + MARGIN_BYTES) return 'unchecked';
  const folder = await mkdtemp(join(data, COPIES));
  try {
    checkedCopy(join(data, DATABASE), join(folder, 'copy.db'));
    return 'sound';
  } catch (error) {
    if (isDiskFull(error)) return 'unchecked';
    if (error instanceof AppError && error.code === 'database.damaged') {
      return { fault: (error.cause as Error).message };
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sweep(data: string): Promise<void> {
  for (const name of (await readdir(data)).filter((each) => each.startsWith(COPIES))) {
    const { mtimeMs } = await stat(join(data, name));
    if (Date.now() - mtimeMs > FORGOTTEN_MS) await rm(join(data, name), { recursive: true, force: true });
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
