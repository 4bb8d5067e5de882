import type { SegmentView } from '../../../../cameras/recording/schemas.ts';
import type { FootageQueue } from './footage-queue.ts';
import type { SegmentBuffer } from './segment-buffer.ts';
import { segmentStart } from './segment-start.ts';

/** The bytes of a piece from `begin` on; undefined where there are none (yet). */
export type OpenBytes = (
  id: string,
  begin: number,
  signal: AbortSignal,
) => Promise<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined>;

interface FillParts {
  first: SegmentView | undefined;
  queue: FootageQueue;
  open: OpenBytes;
  buffer: SegmentBuffer;
  /** Second 0 of the video, UTC ms. */
  origin: number;
  rate(): number;
  /** This piece comes next. */
  shows(segment: SegmentView): void;
  /** Ends it. */
  signal: AbortSignal;
}

/** So many seconds are fetched ahead at ordinary speed, and so many at most: a browser keeps some 150 MB. */
const AHEAD_S = 25;
const AHEAD_MOST_S = 90;
const FULL_MS = 250;
const GROWS_MS = 2_000;
/** The header of a first fragment is far shorter. */
const HEADER_MAX = 1_048_576;
/**
 * A piece ends at the first key frame behind its first minute, and only where none came is it longer: what shows nothing
 * of so much of it shows nothing at all.
 */
const KEYLESS_MS = 90_000;

/**
 * Fills the buffer from a piece on, at the pace at which it is played, until nothing more is recorded; one that is still
 * being written, as it grows. Returns the piece that this browser cannot decode, where that is the end of it.
 */
export async function fillDay(parts: FillParts): Promise<SegmentView | undefined> {
  const { buffer, shows } = parts;
  for (let segment = parts.first; segment; segment = await next(parts, segment)) {
    if (!buffer.canPlay(segment.mime)) return segment;
    shows(segment);
    await append(parts, segment);
  }
  return undefined;
}

async function next({ queue, signal }: FillParts, segment: SegmentView): Promise<SegmentView | undefined> {
  for (;;) {
    const found = await queue.after(segment, signal);
    if (found) return found;
    const newest = await queue.again(segment, signal);
    if (!newest?.open) return undefined;
    await pause(GROWS_MS, signal);
  }
}

/** Puts a piece where it belongs in the day. */
async function append(parts: FillParts, given: SegmentView): Promise<void> {
  const { open, queue, buffer, origin, signal } = parts;
  let taken = 0;
  let isSeen = false;
  /** What came before it is known where the piece begins in its stream; then undefined. */
  let head: Uint8Array<ArrayBuffer> | undefined = new Uint8Array(0);
  for (let segment: SegmentView | undefined = given; segment; segment = await queue.again(segment, signal)) {
    const reader = await open(segment.id, taken, signal);
    for (;;) {
      const { value } = (await reader?.read()) ?? {};
      if (!value) break;
      taken += value.byteLength;
      let bytes = value;
      if (head) {
        head = joined(head, value);
        const start = segmentStart(head);
        if (start === undefined && head.byteLength < HEADER_MAX) continue;
        await buffer.begin(segment.mime, (segment.from - origin) / 1_000 - (start ?? 0), signal);
        bytes = head;
        head = undefined;
      }
      await room(parts);
      await buffer.append(bytes, signal);
      isSeen ||= buffer.hasWithin((segment.from - origin) / 1_000, (segment.to - origin) / 1_000);
      if (!isSeen && taken > keylessBytes(segment)) return reader?.cancel();
    }
    if (!segment.open) return;
    await pause(GROWS_MS, signal);
  }
}

/** As many as its first seconds have; more than there are, where it is no longer than that. */
function keylessBytes({ from, to, bytes }: SegmentView): number {
  return (bytes * KEYLESS_MS) / Math.max(1, to - from);
}

/** Waits while enough is there, and lets go of what was seen. */
async function room({ buffer, rate, signal }: FillParts): Promise<void> {
  const wanted = () => Math.min(AHEAD_MOST_S, AHEAD_S * Math.max(1, rate()));
  while (buffer.ahead() > wanted()) await pause(FULL_MS, signal);
  await buffer.forgetBehind(signal);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}

/** Rejects with the AbortError of who gives up. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
