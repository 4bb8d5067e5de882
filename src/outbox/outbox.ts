import type { ClockFloor } from '../db/clock-floor.ts';
import type { Db } from '../db/open.ts';
import {
  OUTBOX_CLASSES,
  type OutboxClass,
  type OutboxGap,
  type OutboxTotal,
  outboxRepository,
} from './outbox-repository.ts';

const MB = 1_048_576;

/** Most bytes that may wait. A commune that is cut off for a year keeps every alarm and its whole audit log. */
const OUTBOX_CAPS = {
  alarm: 512 * MB,
  normal: 256 * MB,
  telemetry: 64 * MB,
  total: 640 * MB,
} as const;
export type OutboxCaps = Record<keyof typeof OUTBOX_CAPS, number>;

/** No payload larger than what fits in one batch: it could never be delivered and would block its stream. */
export const MAX_PAYLOAD_BYTES = 192 * 1024;

/** What a row weighs besides its payload: columns and index. */
const ROW_BYTES = 160;
/** Bounds the work that one append can cause; a larger excess goes away over the next ones. */
const MAX_EVICTED_PER_APPEND = 200;

export interface OutboxMessage {
  /** alarm: alarms and audit · normal: what happened · telemetry: measurements. */
  class: OutboxClass;
  /** `slice.event`, as the province knows it. */
  type: string;
  payload: object;
}

export interface Outbox {
  /**
   * Adds what the province must learn, in the caller's transaction: both are committed or neither is. Throws outside
   * of one. Returns the sequence number.
   */
  append(message: OutboxMessage): number;
  /** What waits for the province. */
  pending(): Record<OutboxClass, OutboxTotal>;
  /** What was given up, still to be told to the province. */
  gaps(): OutboxGap[];
}

export interface OutboxParts {
  db: Db;
  clock: Pick<ClockFloor, 'now' | 'monotonic' | 'bootId'>;
  caps?: OutboxCaps;
}

/** The outbox on an open, migrated database. */
export function createOutbox({ db, clock, caps = OUTBOX_CAPS }: OutboxParts): Outbox {
  const repository = outboxRepository(db);

  /** Over its own cap each class loses its oldest; over the total, telemetry does, then normal, never alarms. */
  function makeRoom(): void {
    const held = repository.totals();
    let overall = -caps.total;
    for (const name of OUTBOX_CLASSES) {
      held[name].bytes -= evict(name, held[name].bytes - caps[name]);
      overall += held[name].bytes;
    }
    const freed = evict('telemetry', overall);
    if (freed === held.telemetry.bytes) evict('normal', overall - freed);
  }

  /** Gives up the oldest rows of a class until `excess` bytes are free; each is inside a declared gap. */
  function evict(name: OutboxClass, excess: number): number {
    let freed = 0;
    if (excess <= 0) return freed;
    for (const { seq, epoch, bytes } of repository.oldest(name, MAX_EVICTED_PER_APPEND)) {
      repository.remove(seq);
      repository.declareGap({ epoch, class: name, reason: 'cap', from: seq, to: seq, at: clock.now() });
      freed += bytes;
      if (freed >= excess) break;
    }
    return freed;
  }

  return {
    append({ class: name, type, payload }) {
      if (!db.inTransaction) throw new Error(`outbox.append(${type}) outside the transaction of its write`);
      const text = JSON.stringify(payload);
      const size = Buffer.byteLength(text);
      if (size > MAX_PAYLOAD_BYTES)
        throw new RangeError(`outbox.append(${type}): ${size} bytes are too many`);
      const seq = repository.insert({
        class: name,
        wall: clock.now(),
        monotonic: Math.round(clock.monotonic()),
        bootId: clock.bootId,
        type,
        payload: text,
        bytes: size + ROW_BYTES,
      });
      makeRoom();
      return seq;
    },
    pending: repository.totals,
    gaps: repository.gaps,
  };
}
