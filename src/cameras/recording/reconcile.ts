import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { addDays, localDay, localInstant } from '../../clock.ts';
import { cutToWhole, endOf } from './mend.ts';
import { readNote } from './segment-note.ts';
import { idOfFile, isDay, isId, segmentPath } from './segment-paths.ts';
import { LONGEST_SEGMENT_MS, type SegmentRow, type SegmentsRepository } from './segments-repository.ts';

export interface ReconcileParts {
  rows: Pick<
    SegmentsRepository,
    'cameras' | 'firstOf' | 'lastOf' | 'within' | 'get' | 'insert' | 'move' | 'remove'
  >;
  /** One that is being written now. */
  isOpen(id: string): boolean;
  folder: string;
  /** Whether the recordings of a folder are there now. */
  isOurs(folder: string): Promise<boolean>;
  log: FastifyBaseLogger;
  /** Ends it early. */
  closing: AbortSignal;
}

/** As many as a day can have, when all are cut short. */
const DAY_ROWS = 20_000;
/** So many rows go in one commit. */
const STEP = 100;

/**
 * Brings the files of one folder and their rows together, a day of a camera at a time: a row whose file is gone goes
 * too; a file without a row, as after a restored backup, gets one from the note inside it; one whose disk is mounted
 * elsewhere now keeps its own.
 */
export async function reconcile(parts: ReconcileParts): Promise<void> {
  const { rows, isOpen, isOurs, folder, log, closing } = parts;
  const cameras = new Set([...rows.cameras(), ...(await names(folder)).filter(isId)]);
  let lost = 0;
  let found = 0;
  for (const cameraId of cameras) {
    for (const day of await daysOf(cameraId)) {
      if (closing.aborted) return;
      await lookAt(cameraId, day);
      await nextTurn();
    }
  }
  if (lost + found > 0) log.warn({ lost, found }, 'recordings on the disk and in the database did not agree');

  async function daysOf(cameraId: string): Promise<Set<string>> {
    const days = new Set((await names(join(folder, cameraId))).filter(isDay));
    const first = rows.firstOf(cameraId);
    const last = rows.lastOf(cameraId)?.startedAt;
    if (first === undefined || last === undefined) return days;
    for (let day = localDay(first); day <= localDay(last); day = addDays(day, 1)) days.add(day);
    return days;
  }

  async function lookAt(cameraId: string, day: string): Promise<void> {
    const from = localInstant(day, '00:00') ?? 0;
    const to = localInstant(addDays(day, 1), '00:00') ?? 0;
    // Files before rows: what is begun in between has a row and is not among these files.
    const files = new Set((await names(join(folder, cameraId, day))).flatMap((name) => idOfFile(name) ?? []));
    const known = rows.within(cameraId, from, to, DAY_ROWS).filter(({ startedAt }) => startedAt >= from);
    const here = known.filter((row) => row.folder === folder);
    const gone = here.filter(({ id, endedAt }) => endedAt !== null && !files.has(id));
    for (let i = 0; i < gone.length; i += STEP) {
      // A disk that was pulled reads as an empty folder.
      if (!(await isOurs(folder))) return;
      const step = gone.slice(i, i + STEP);
      rows.remove(step);
      lost += step.length;
    }
    for (const { id } of here) files.delete(id);
    for (const id of files) {
      const elsewhere = rows.get(id);
      if (elsewhere && elsewhere.folder !== folder && !(await isThere(elsewhere)))
        rows.move(elsewhere, folder);
      if (isOpen(id) || elsewhere) continue;
      try {
        await adopt(cameraId, day, id);
      } catch (error) {
        // A file that cannot be read must not end the look at all others.
        log.warn({ err: error, cameraId, segment: id }, 'a file among the recordings is not readable');
      }
    }
  }

  async function isThere(row: SegmentRow): Promise<boolean> {
    if (!(await isOurs(row.folder))) return false;
    const found = await stat(join(row.folder, segmentPath(row))).catch(() => undefined);
    return found !== undefined;
  }

  async function adopt(cameraId: string, day: string, id: string): Promise<void> {
    const path = join(folder, cameraId, day, `${id}.mp4`);
    const index = await cutToWhole(path);
    if (!index) {
      await rm(path, { force: true });
      return;
    }
    const note = index.notes.map(readNote).find((one) => one?.id === id && one.cameraId === cameraId);
    // Not one of ours, or not in its place: left alone.
    if (!note || join(folder, segmentPath(note)) !== path) return;
    const { startedAt, driftMs, mime, reason } = note;
    const endedAt = Math.min(endOf(note, index), startedAt + LONGEST_SEGMENT_MS);
    const cameraAt = driftMs === null ? null : startedAt + driftMs;
    rows.insert({
      id,
      cameraId,
      folder,
      startedAt,
      endedAt,
      cameraAt,
      driftMs,
      bytes: index.wholeBytes,
      mime,
      reason,
    });
    found += 1;
  }
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
