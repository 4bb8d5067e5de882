import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type IndexedFragment, indexFragments } from './fragment-index.ts';
import { segmentPath } from './segment-paths.ts';
import type { ClosedSegment } from './segments-repository.ts';

/** One segment's part of an export. */
export interface Source {
  segment: ClosedSegment;
  /** The whole segment, whose hash goes into the manifest. */
  original: string;
  /** What is put in: the segment, or a copy of its part. */
  path: string;
  /** What is put in, UTC ms of the box's clock; it begins at a key frame. */
  from: number;
  to: number;
}

/** Sources that one file can hold: their streams are alike to the byte. */
export interface SourceGroup {
  sources: Source[];
}

/**
 * Prepares the segments of a range, oldest first: where the range begins or ends inside one, a copy of its part is
 * made in `work`. A segment whose file is gone or holds nothing of the range is left out.
 */
export async function prepareSources(
  segments: readonly ClosedSegment[],
  range: { from: number; to: number },
  work: string,
  signal: AbortSignal,
): Promise<SourceGroup[]> {
  const groups: SourceGroup[] = [];
  let lastInit = '';
  for (const segment of segments) {
    signal.throwIfAborted();
    const found = await sourceOf(segment, range, work);
    if (!found) continue;
    if (found.init !== lastInit) groups.push({ sources: [] });
    lastInit = found.init;
    groups.at(-1)?.sources.push(found.source);
  }
  return groups;
}

async function sourceOf(
  segment: ClosedSegment,
  range: { from: number; to: number },
  work: string,
): Promise<{ source: Source; init: string } | undefined> {
  const original = join(segment.folder, segmentPath(segment));
  const file = await open(original, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const index = await indexFragments(file);
    const first = index?.fragments[0];
    if (!index || !first) return undefined;
    const boxTime = (ms: number) => segment.startedAt + ms - first.decodeMs;
    const part = partOf(index.fragments, range, boxTime);
    const begins = part[0];
    const last = part.at(-1);
    if (!begins || !last) return undefined;
    const head = Buffer.alloc(index.initBytes);
    await file.read(head, 0, head.length, 0);
    const isWhole = part.length === index.fragments.length;
    const path = isWhole ? original : join(work, `${segment.id}.part.mp4`);
    if (!isWhole) {
      const output = createWriteStream(path, { flags: 'w', mode: 0o600 });
      output.write(head);
      const end = last.offset + last.bytes - 1;
      await pipeline(createReadStream(original, { start: begins.offset, end }), output);
    }
    const source = {
      segment,
      original,
      path,
      from: Math.round(boxTime(begins.decodeMs)),
      to: Math.round(boxTime(last.decodeMs + last.durationMs)),
    };
    return { source, init: createHash('sha256').update(head).digest('hex') };
  } finally {
    await file.close();
  }
}

/** From the last key frame at or before the beginning up to the end: never less than was asked for. */
function partOf(
  fragments: readonly IndexedFragment[],
  { from, to }: { from: number; to: number },
  boxTime: (ms: number) => number,
): IndexedFragment[] {
  const end = fragments.findIndex(({ decodeMs }) => boxTime(decodeMs) >= to);
  const until = fragments.slice(0, end === -1 ? undefined : end);
  const start = until.findLastIndex(({ key, decodeMs }) => key && boxTime(decodeMs) <= from);
  const part = until.slice(Math.max(start, 0));
  const last = part.at(-1);
  return last && boxTime(last.decodeMs + last.durationMs) > from ? part : [];
}
