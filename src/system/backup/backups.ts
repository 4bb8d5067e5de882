import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, DAY_MS, localDay, localInstant } from '../../clock.ts';
import { type Db, readMeta, writeMeta } from '../../db/open.ts';
import { AppError, type ErrorBody } from '../../errors.ts';
import type { BackupSettings } from '../config.ts';
import { type ListedBackup, stationId } from './backup-files.ts';
import type { FolderWork } from './folder-work.ts';
import type { BackupFile, BackupProgress, BackupRequest } from './make-backup.ts';
import type { Recovery } from './recovery.ts';

/** How the newest attempt ended. */
export interface BackupOutcome {
  /** UTC ms of its end. */
  at: number;
  tookMs: number;
  file: string | null;
  bytes: number | null;
  error: ErrorBody['error'] | null;
}

export interface BackupState {
  running: BackupProgress | null;
  last: BackupOutcome | null;
  /** UTC ms of the newest backup that succeeded. */
  lastGoodAt: number | null;
  folder: string;
}

export interface Backups {
  state(): BackupState;
  /** Throws `backup.running` or `recovery.none` where none can be started now. */
  check(): void;
  /** Starts one and returns its end. */
  start(): Promise<BackupFile>;
  /** Whether tonight's (or the last missed) backup is still to be made. */
  isDue(): boolean;
  /** This station's backups in the folder, newest first. */
  list(): Promise<ListedBackup[]>;
  /** Whether the folder lies on the data's disk; throws `backup.place` where it does not answer. */
  sameDisk(): Promise<boolean>;
  /** Throws where the folder of the settings would take no backup. */
  tryFolder(): Promise<void>;
  close(): Promise<void>;
}

export interface BackupsParts {
  db: Db;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  log: FastifyBaseLogger;
  data: string;
  masterKey: string;
  settings: () => Readonly<BackupSettings>;
  recovery: Pick<Recovery, 'recipient'>;
  onChange: () => void;
  onOutcome: (outcome: BackupOutcome) => void;
  work: FolderWork;
}

const LAST = 'backup_last';
const LAST_GOOD_AT = 'backup_last_good_at';
/** A disk is not plugged in every minute, and a look takes a process. */
const LOOK_EVERY_MS = 5 * 60_000;

/** The station's backups: one at a time, in a process of its own, with its progress and how the last one ended. */
export function createBackups(parts: BackupsParts): Backups {
  const { db, clock, log, settings, work } = parts;
  const id = stationId(db);
  const ending = new AbortController();
  let running: BackupProgress | null = null;
  let underway: Promise<unknown> = Promise.resolve();

  const folder = () => settings().folder || join(parts.data, 'backups');
  const lastGoodAt = () => lastGoodBackup(db);
  const last = () => JSON.parse(readMeta(db, LAST) ?? 'null') as BackupOutcome | null;

  function progress(now: BackupProgress | null): void {
    running = now;
    parts.onChange();
  }

  function record(startedAt: number, file: BackupFile | null, error: unknown): void {
    const outcome: BackupOutcome = {
      at: clock.now(),
      tookMs: Math.round(clock.monotonic() - startedAt),
      file: file?.file ?? null,
      bytes: file?.bytes ?? null,
      error: error === undefined ? null : bodyOf(error),
    };
    if (error === undefined) log.info({ ...outcome }, 'backup made');
    else log.error({ err: error }, 'backup failed');
    writeMeta(db, LAST, JSON.stringify(outcome));
    if (file) noteGoodBackup(db, outcome.at);
    parts.onOutcome(outcome);
  }

  async function make(request: BackupRequest): Promise<BackupFile> {
    const startedAt = clock.monotonic();
    try {
      const file = await work.run('make', request, { onProgress: progress, signal: ending.signal });
      record(startedAt, file, undefined);
      return file;
    } catch (error) {
      // A stop of the station is no failure of the backup; it is due again at the next start. Nor is it one that
      // somebody makes another by hand at the same time.
      const isOther = error instanceof AppError && error.code === 'backup.running';
      if (!ending.signal.aborted && !isOther) record(startedAt, null, error);
      throw error;
    } finally {
      running = null;
      if (!ending.signal.aborted) parts.onChange();
    }
  }

  function place() {
    const { separateDisk, keep } = settings();
    return { data: parts.data, folder: folder(), separateDisk, keep, id, now: clock.now() };
  }

  let looked: { folder: string; at: number; answer: Promise<boolean> } | undefined;
  function sameDisk(): Promise<boolean> {
    const at = clock.monotonic();
    if (looked?.folder !== folder() || at - looked.at > LOOK_EVERY_MS) {
      const answer = work.run('look', place(), { signal: ending.signal });
      looked = { folder: folder(), at, answer };
    }
    return looked.answer;
  }

  function check(): void {
    if (running) throw new AppError('backup.running');
    parts.recovery.recipient();
  }

  return {
    state: () => ({ running, last: last(), lastGoodAt: lastGoodAt(), folder: folder() }),
    check,
    async start() {
      check();
      const { masterKey, recovery } = parts;
      const request = { ...place(), recipient: recovery.recipient(), masterKey };
      progress({ step: 'copy', percent: null });
      const made = make(request);
      underway = made.catch(() => {});
      return made;
    },
    isDue: () => !running && backupDue(clock.now(), lastGoodAt(), settings()),
    list: () => work.run('list', place(), { signal: ending.signal }),
    sameDisk,
    tryFolder: async () => void (await work.run('try', place(), { signal: ending.signal })),
    async close() {
      ending.abort(new Error('the station is stopping'));
      await underway;
    },
  };
}

/** UTC ms of the newest backup that succeeded, by the station or by hand. */
export function lastGoodBackup(db: Db): number | null {
  return Number(readMeta(db, LAST_GOOD_AT) ?? 0) || null;
}

export function noteGoodBackup(db: Db, at: number): void {
  writeMeta(db, LAST_GOOD_AT, String(at));
}

/** Whether the newest planned time of day has passed without a good backup since. One of the future is none. */
export function backupDue(
  now: number,
  lastGoodAt: number | null,
  { nightly, time }: Pick<BackupSettings, 'nightly' | 'time'>,
): boolean {
  const today = localInstant(localDay(now), time);
  if (!nightly || today === undefined) return false;
  const planned = today <= now ? today : today - DAY_MS;
  return lastGoodAt === null || lastGoodAt < planned || lastGoodAt > now;
}

function bodyOf(error: unknown): ErrorBody['error'] {
  return (error instanceof AppError ? error : new AppError('internal', {}, error)).toBody().error;
}
