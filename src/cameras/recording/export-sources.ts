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

export interface SourceParts {
  range: { from: number; to: number };
  /** Where copies are put. */
  work: string;
  /** The segment that ends where this one begins, of the same stream without a hole. */
  before(segment: ClosedSegment): ClosedSegment | undefined;
  signal: AbortSignal;
}

/** So many segments before a range are put in for the sake of their key frame: two hours of forced ends. */
const LEAD_MAX = 8;

interface Found {
  source: Source;
  init: string;
  /** It begins with a key frame. */
  key: boolean;
}

/**
 * Prepares the segments of a range, oldest first: where the range begins or ends inside one, a copy of its part is
 * made in `work`. A segment whose file is gone or holds nothing of the range is left out. One that was ended by force
 * has no key frame to begin with: it is shown only behind those before it, from the newest key frame on.
 */
export async function prepareSources(
  segments: readonly ClosedSegment[],
  parts: SourceParts,
): Promise<SourceGroup[]> {
  const { range, work, signal } = parts;
  const groups: SourceGroup[] = [];
  let lastInit = '';
  const add = ({ init, source }: Found) => {
    if (init !== lastInit) groups.push({ sources: [] });
    lastInit = init;
    groups.at(-1)?.sources.push(source);
  };
  for (const segment of segments) {
    signal.throwIfAborted();
    const found = await sourceOf(segment, work, (all, boxTime) => partOf(all, range, boxTime));
    if (!found) continue;
    if (groups.length === 0 && !found.key) for (const one of await leadTo(segment, parts)) add(one);
    add(found);
  }
  return groups;
}

/** What comes before a segment that begins without a key frame, from the newest key frame on, oldest first. */
async function leadTo(segment: ClosedSegment, { work, before, signal }: SourceParts): Promise<Found[]> {
  const lead: Found[] = [];
  for (let one = before(segment); one && lead.length < LEAD_MAX; one = before(one)) {
    signal.throwIfAborted();
    const found = await sourceOf(one, work, fromNewestKey);
    if (!found) break;
    lead.unshift(found);
    if (found.key) break;
  }
  return lead;
}

async function sourceOf(
  segment: ClosedSegment,
  work: string,
  choose: (all: readonly IndexedFragment[], boxTime: (ms: number) => number) => IndexedFragment[],
): Promise<Found | undefined> {
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
    const part = choose(index.fragments, boxTime);
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
    return { source, init: createHash('sha256').update(head).digest('hex'), key: begins.key };
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

function fromNewestKey(fragments: readonly IndexedFragment[]): IndexedFragment[] {
  return fragments.slice(
    Math.max(
      fragments.findLastIndex(({ key }) => key),
      0,
    ),
  );
}
