import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/index.ts';
import { repeat } from '../../repeat.ts';
import { FOLDER_FAULTS, RECORDINGS } from './alert-rules.ts';
import type { Folder, FolderFault } from './folder.ts';
import type { Recorders } from './recorders.ts';
import type { Retention } from './retention.ts';
import { type Disk, diskOf, isShared, judgeRoom } from './room.ts';
import type { RecordingSettings } from './settings.ts';

export interface KeepingParts {
  folder: Folder;
  data: string;
  settings: () => Readonly<RecordingSettings>;
  /** Bytes of recordings and exports. */
  used: () => number;
  retention: Retention;
  recorders: Pick<Recorders, 'pause' | 'resume' | 'paused'>;
  /** The folder can be used for the first time: before anything is recorded into it. */
  ready(): Promise<void>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  monotonic: () => number;
  log: FastifyBaseLogger;
  space?: ((folder: string) => Promise<Disk>) | undefined;
}

const LOOK_EVERY_MS = 10_000;
const AGE_EVERY_MS = 600_000;
/** A disk that refused a write is left alone for so long, whatever it says of its room. */
const REFUSED_MS = 20_000;
const GB = 1024 ** 3;

const isBusy = (error: unknown) =>
  String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('SQLITE_BUSY');

export type Keeping = ReturnType<typeof createKeeping>;

/** Watches folder and room of the recordings: deletes the oldest, and stops the recording where that does not do. */
export function createKeeping(parts: KeepingParts) {
  const {
    folder,
    data,
    settings,
    used,
    retention,
    recorders,
    alerts,
    monotonic,
    log,
    space = diskOf,
  } = parts;
  let readyFor: string | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let agedAt = Number.NEGATIVE_INFINITY;
  let told: string | undefined;
  let looking: Promise<void> | undefined;
  let stopRepeating = async () => {};

  async function look(): Promise<void> {
    const path = folder.path();
    const fault = await folder.fault();
    if (fault || folder.path() !== path) {
      await stop('no_folder', () => tellFolder(path, fault ?? 'missing'));
      return;
    }
    if (readyFor !== path) {
      // Whatever was recorded until now lies in another folder.
      if (readyFor !== undefined) await recorders.pause('waiting');
      await parts.ready();
      readyFor = path;
    }
    if (monotonic() - agedAt > AGE_EVERY_MS) {
      const removed = await retention.byAge();
      agedAt = monotonic();
      if (removed > 0) log.info({ removed }, 'recordings are no longer kept');
    }
    const shared = await isShared(path, data);
    const judge = async () => judgeRoom(await space(path), used(), shared, settings());
    let room = await judge();
    for (const needed of room.needed) {
      const removed = await retention.free(needed);
      if (removed > 0) log.info({ removed }, 'the oldest recordings made room');
    }
    if (room.needed.length > 0) room = await judge();
    const refused = monotonic() - refusedAt < REFUSED_MS;
    const paused = recorders.paused() !== undefined;
    if (refused || room.full || (recorders.paused() === 'disk_full' && !room.enough)) {
      const { free } = await space(path);
      await stop('disk_full', () => tellFull(free));
    } else if (paused) await goOn();
  }

  async function stop(why: 'disk_full' | 'no_folder', tell: () => void): Promise<void> {
    if (recorders.paused() !== why) {
      await recorders.pause(why);
      log.error({ why }, 'no camera is being recorded');
    }
    if (told === why) return;
    tell();
    told = why;
  }

  function tellFolder(path: string, fault: FolderFault): void {
    const { vi, en } = FOLDER_FAULTS[fault];
    alerts.clear('camera.recording_stopped', RECORDINGS);
    alerts.raise('camera.recordings_folder', RECORDINGS, { folder: path, why: vi, whyEn: en });
  }

  function tellFull(free: number): void {
    alerts.clear('camera.recordings_folder', RECORDINGS);
    alerts.raise('camera.recording_stopped', RECORDINGS, { free: (free / GB).toFixed(1) });
  }

  async function goOn(): Promise<void> {
    const before = recorders.paused();
    await recorders.resume();
    if (before !== 'waiting') log.info({ before }, 'cameras are being recorded again');
    // What was open before a restart may be over by now.
    alerts.clear('camera.recording_stopped', RECORDINGS);
    alerts.clear('camera.recordings_folder', RECORDINGS);
    told = undefined;
  }

  /** Looks now; one look at a time. */
  function lookNow(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    look: lookNow,
    /** The folder that was found to be ours: a setting that was just changed counts from the next look on. */
    inUse: () => readyFor ?? folder.path(),
    /** Whether the recordings that there are can be read. */
    isReady: () => readyFor === folder.path() && recorders.paused() !== 'no_folder',
    /** A file or a row could not be written: stops at once, and looks why. */
    refused(error: unknown): void {
      // Somebody else writes at this moment: the next key frame is a try of its own.
      if (isBusy(error)) return;
      if (monotonic() - refusedAt >= REFUSED_MS)
        log.error({ err: error }, 'a recording could not be written');
      refusedAt = monotonic();
      if (recorders.paused()) return;
      const safely = (work: Promise<void>) =>
        work.catch((fault) => log.error({ err: fault }, 'recordings could not be stopped in good order'));
      void safely(recorders.pause('disk_full').then(lookNow));
    },
    start(): void {
      const safely = { log, work: 'room of the recordings looked at' };
      void lookNow().catch((error) => log.error({ err: error }, 'the recordings cannot begin'));
      stopRepeating = repeat(LOOK_EVERY_MS, lookNow, safely);
    },
    async close(): Promise<void> {
      await stopRepeating();
      await looking?.catch(() => {});
    },
  };
}
