import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import { repeat } from '../repeat.ts';
import { type Db, readMeta, writeMeta } from './open.ts';

/** No clock can honestly be earlier than this version of the program. */
export const RELEASED_AT = Date.UTC(2026, 10, 1);
const KEY = 'clock_floor';
const PERSIST_EVERY_MS = 60_000;
/**
 * How far back a clock that was once believed may be set and still be: NTP mends an RTC that keeps local time (7 h).
 * A wrong date, in contrast, is a day off or more.
 */
const STEP_BACK_MS = 12 * 3_600_000;

export interface ClockFloor extends Clock {
  /** The kernel's boot id: with monotonic() it lets the province correct a wrong clock later. */
  readonly bootId: string;
  /**
   * When the station was last known to run before it was started now, UTC ms, to a minute; undefined where it never
   * was. The machine's clock was believed then.
   */
  readonly lastAlive: number | undefined;
  /** Persists the floor once a minute; the function returned ends that. */
  start(log: FastifyBaseLogger): () => void;
  /**
   * The officer says that the machine's clock is right (it once ran ahead): the floor follows it. False where it
   * cannot be right, being before this version of the program.
   */
  accept(): boolean;
}

/**
 * A wall clock that never goes below max(release, last persisted time): communes lose power and RTC batteries
 * die. Once it was believed, it may be set back by no more than STEP_BACK_MS. While the machine's own clock is
 * below, time goes on from the last instant believed and `trusted()` is false.
 */
export function clockFloor(
  db: Db,
  wall: () => number = Date.now,
  mono: () => number = sinceBoot,
): ClockFloor {
  let stored = readMeta(db, KEY);
  const lastAlive = stored === undefined ? undefined : Number(stored);
  let limit = Math.max(RELEASED_AT, lastAlive ?? 0);
  let highest = Number.NEGATIVE_INFINITY;
  /** The newest instant that was believed. */
  let known = { wall: limit, mono: mono() };

  function believe(instant: number): void {
    highest = Math.max(highest, instant);
    limit = Math.max(RELEASED_AT, highest - STEP_BACK_MS);
    known = { wall: instant, mono: mono() };
  }

  function trusted(): boolean {
    const instant = wall();
    if (instant < limit) return false;
    believe(instant);
    return true;
  }

  function write(instant: number): void {
    stored = String(instant);
    writeMeta(db, KEY, stored);
  }

  function accept(): boolean {
    const instant = wall();
    if (instant < RELEASED_AT) return false;
    highest = Number.NEGATIVE_INFINITY;
    believe(instant);
    write(instant);
    return true;
  }

  function persist(): void {
    if (trusted()) {
      write(known.wall);
      return;
    }
    // `tramso clock accept`, from another process.
    const now = readMeta(db, KEY);
    if (now !== stored && wall() >= Number(now)) accept();
  }

  return {
    now: () => (trusted() ? known.wall : known.wall + Math.round(mono() - known.mono)),
    monotonic: mono,
    trusted,
    lastAlive,
    bootId: readBootId(),
    start(log) {
      persist();
      return repeat(PERSIST_EVERY_MS, persist, { log, work: 'clock floor persisted' });
    },
    accept,
  };
}

/** CLOCK_MONOTONIC: runs on when this program starts again, so that with the boot id it places an event. */
function sinceBoot(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}
