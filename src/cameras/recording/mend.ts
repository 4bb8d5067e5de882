import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { type FragmentIndex, indexFragments } from './fragment-index.ts';
import { segmentPath } from './segment-paths.ts';
import type { SegmentRow, SegmentsRepository } from './segments-repository.ts';

export interface MendParts {
  rows: Pick<SegmentsRepository, 'open' | 'finish' | 'remove'>;
  /** Whether the recordings of that folder are there now. */
  isOurs(folder: string): Promise<boolean>;
  /** One that is being written now, and not left open. */
  isOpen(id: string): boolean;
  log: FastifyBaseLogger;
}

/**
 * Ends what a crash left open: cut at the last whole fragment, which also tells when it ended. One that cannot be read
 * (a bad sector, a wrong right) stays open until the next sweep: no other recording waits for it.
 */
export async function mendOpen(parts: MendParts): Promise<void> {
  const { rows, isOpen, log } = parts;
  for (const row of rows.open()) {
    if (isOpen(row.id)) continue;
    try {
      await mend(row, parts);
    } catch (error) {
      log.warn(
        { err: error, cameraId: row.cameraId, segment: row.id },
        'a segment left open by a crash is not readable',
      );
    }
  }
}

async function mend(row: SegmentRow, { rows, isOurs, log }: MendParts): Promise<void> {
  const path = join(row.folder, segmentPath(row));
  const index = await cutToWhole(path);
  const about = { cameraId: row.cameraId, segment: row.id };
  if (index) {
    rows.finish(row, endOf(row, index), index.wholeBytes);
    log.info(about, 'a segment left open by a crash was mended');
    return;
  }
  // Of a disk that is not plugged in: it is mended once it is.
  if (!(await isOurs(row.folder))) return;
  rows.remove([row]);
  await rm(path, { force: true });
  log.warn(about, 'a segment left open by a crash held nothing');
}

/** Cuts a file behind its last whole fragment; undefined where it has none, or is not there. */
export async function cutToWhole(path: string): Promise<FragmentIndex | undefined> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const index = await indexFragments(file);
    if (!index || index.fragments.length === 0) return undefined;
    if ((await file.stat()).size > index.wholeBytes) {
      await file.truncate(index.wholeBytes);
      await file.sync();
    }
    return index;
  } finally {
    await file.close();
  }
}

/** When a segment ends by the box's clock, from what its fragments say. */
export function endOf({ startedAt }: Pick<SegmentRow, 'startedAt'>, { fragments }: FragmentIndex): number {
  const [first] = fragments;
  const last = fragments.at(-1);
  if (!first || !last) return startedAt;
  return Math.round(startedAt + last.decodeMs + last.durationMs - first.decodeMs);
}
