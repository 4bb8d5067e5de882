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
  recorders: Pick<Recorders, 'pause' | 'resume' | 'paused' | 'refused' | 'retry' | 'isWanted'>;
  /** The folder can be used for the first time: before anything is recorded into it. */
  ready(): Promise<void>;
  /** Whether the recordings can go on is no longer as it was. */
  changed(): void;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  monotonic: () => number;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady: () => boolean;
  log: FastifyBaseLogger;
  space?: ((folder: string) => Promise<Disk>) | undefined;
}

const LOOK_EVERY_MS = 10_000;
/** While nothing is to be recorded, what there is only grows older. */
const LOOK_AT_REST_MS = 600_000;
const AGE_EVERY_MS = 600_000;
/** Where more is too old than goes in one run. */
const AGE_MORE_MS = 86_400_000;
/** A disk that refused a write is left alone for so long, whatever it says of its room; longer each time. */
const REFUSED_MS = 20_000;
const LONGEST_REFUSED_MS = 300_000;
/** What was told ends only once the recording has gone on for so long: no storm of alerts. */
const HELD_MS = 60_000;
/** One look may fail for a passing reason. */
const FAILED_LOOKS = 2;
const GB = 1024 ** 3;

const FULL = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];
const isFull = (error: unknown) => FULL.includes(String((error as NodeJS.ErrnoException | undefined)?.code));
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
    isSteady,
    log,
    space = diskOf,
  } = parts;
  let readyFor: string | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let refusedMs = 0;
  let wentOnAt = Number.NEGATIVE_INFINITY;
  /** A file could not be written, and not for want of room: the disk is tried at the next look. */
  let doubtful = false;
  let ageAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let told: string | undefined;
  /** What was open before a restart may be over by now. */
  let mayBeOpen = true;
  /** Why the folder could not be used when it was last looked at; counts while that stops the recording. */
  let lastFault: FolderFault | undefined;
  let failedLooks = 0;
  let looksAlert = true;
  let looking: Promise<void> | undefined;
  let stopRepeating = async () => {};

  async function look(): Promise<void> {
    const path = folder.path();
    const fault = await folder.fault();
    // Another folder was chosen meanwhile: nothing that was found here counts.
    if (folder.path() !== path) return look();
    if (fault) return stopForFolder(path, fault);
    if (readyFor !== path) {
      // Whatever was recorded until now lies in another folder.
      if (readyFor !== undefined) await recorders.pause('waiting');
      await parts.ready();
      readyFor = path;
    }
    if (isSteady() && monotonic() > ageAt) {
      const { removed, isMore } = await retention.byAge();
      ageAt = monotonic() + (isMore ? AGE_MORE_MS : AGE_EVERY_MS);
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
    const refused = monotonic() - refusedAt < refusedMs;
    if (refused || room.full || (recorders.paused() === 'disk_full' && !room.enough)) await stopFull(path);
    else if (doubtful || recorders.paused()) await tryDisk(path);
    if (recorders.paused()) return;
    await recorders.retry();
    if (mayBeOpen && monotonic() - wentOnAt >= HELD_MS) endAlerts();
  }

  /** Nothing goes on before a file could be written and synced in the folder. */
  async function tryDisk(path: string): Promise<void> {
    const fault = await folder.tryWrite();
    if (fault === 'full') {
      refuse();
      await stopFull(path);
    } else if (fault) await stopForFolder(path, fault);
    else {
      doubtful = false;
      if (recorders.paused()) await goOn();
    }
  }

  async function stop(why: 'disk_full' | 'no_folder', what: string, tell: () => void): Promise<void> {
    if (recorders.paused() !== why) {
      await recorders.pause(why);
      log.error({ why: what }, 'no camera is being recorded');
    }
    if (told === what) return;
    tell();
    told = what;
    mayBeOpen = true;
    parts.changed();
  }

  function stopForFolder(path: string, fault: FolderFault): Promise<void> {
    lastFault = fault;
    return stop('no_folder', `${fault} ${path}`, () => tellFolder(path, fault));
  }

  async function stopFull(path: string): Promise<void> {
    const { free } = await space(path);
    await stop('disk_full', 'disk_full', () => tellFull(free));
  }

  /** The disk took no more; the wait is longer where it had only just been well again. */
  function refuse(): void {
    const again = monotonic() - wentOnAt < HELD_MS || recorders.paused() !== undefined;
    refusedMs = again ? Math.min(Math.max(2 * refusedMs, REFUSED_MS), LONGEST_REFUSED_MS) : REFUSED_MS;
    refusedAt = monotonic();
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
    wentOnAt = monotonic();
    parts.changed();
    if (before !== 'waiting') log.info({ before }, 'cameras are being recorded again');
  }

  function endAlerts(): void {
    alerts.clear('camera.recording_stopped', RECORDINGS);
    alerts.clear('camera.recordings_folder', RECORDINGS);
    told = undefined;
    mayBeOpen = false;
  }

  /** Looks, and tells where that fails again and again: nothing is deleted then, or begun. */
  async function lookAndTell(): Promise<void> {
    try {
      await look();
    } catch (error) {
      failedLooks += 1;
      if (failedLooks === FAILED_LOOKS) {
        looksAlert = true;
        alerts.raise('camera.recordings_unlooked', RECORDINGS, { folder: folder.path() });
      }
      throw error;
    }
    failedLooks = 0;
    if (looksAlert) alerts.clear('camera.recordings_unlooked', RECORDINGS);
    looksAlert = false;
  }

  /** Looks now; one look at a time. */
  function lookNow(): Promise<void> {
    lookedAt = monotonic();
    looking ??= lookAndTell().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function lookWhenDue(): Promise<void> {
    const isResting = !recorders.isWanted() && readyFor === folder.path() && !mayBeOpen;
    if (!isResting || monotonic() - lookedAt >= LOOK_AT_REST_MS) await lookNow();
  }

  return {
    look: lookNow,
    /** The folder that was found to be ours: a setting that was just changed counts from the next look on. */
    inUse: () => readyFor ?? folder.path(),
    /** Why the folder cannot be used; undefined where it can. */
    fault: () => (recorders.paused() === 'no_folder' ? lastFault : undefined),
    /** Whether the recordings that there are can be read. */
    isReady: () => readyFor === folder.path() && recorders.paused() !== 'no_folder',
    /** A file or a row of a camera could not be written: a full disk stops them all, anything else this one. */
    refused(error: unknown, cameraId: string): void {
      // Somebody else writes at this moment: the next key frame is a try of its own.
      if (isBusy(error)) return;
      if (!isFull(error)) {
        doubtful = true;
        recorders.refused(cameraId, error);
        return;
      }
      if (recorders.paused()) return;
      log.error({ err: error, cameraId }, 'a recording could not be written');
      refuse();
      const safely = (work: Promise<void>) =>
        work.catch((fault) => log.error({ err: fault }, 'recordings could not be stopped in good order'));
      void safely(recorders.pause('disk_full').then(lookNow));
    },
    start(): void {
      const safely = { log, work: 'room of the recordings looked at' };
      void lookNow().catch((error) => log.error({ err: error }, 'the recordings cannot begin'));
      stopRepeating = repeat(LOOK_EVERY_MS, lookWhenDue, safely);
    },
    async close(): Promise<void> {
      await stopRepeating();
      await looking?.catch(() => {});
    },
  };
}
