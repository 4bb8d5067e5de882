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

export interface ClockFloor extends Clock {
  /** The kernel's boot id: with monotonic() it lets the province correct a wrong clock later. */
  readonly bootId: string;
  /** Persists the floor once a minute; the function returned ends that. */
  start(log: FastifyBaseLogger): () => void;
  /** The officer says that the machine's clock is right (it once ran ahead): the floor follows it. */
  accept(): void;
}

/**
 * A wall clock that never goes below max(release, last persisted time): communes lose power and RTC batteries
 * die. While the machine's own clock is below, time goes on from the floor and `trusted()` is false.
 */
export function clockFloor(
  db: Db,
  wall: () => number = Date.now,
  mono: () => number = sinceBoot,
): ClockFloor {
  let floor = Math.max(RELEASED_AT, Number(readMeta(db, KEY) ?? 0));
  const startedAt = mono();
  const trusted = () => wall() >= floor;
  const now = () => (trusted() ? wall() : floor + Math.round(mono() - startedAt));
  return {
    now,
    monotonic: mono,
    trusted,
    bootId: readBootId(),
    start(log) {
      const persist = () => {
        if (trusted()) writeMeta(db, KEY, String(wall()));
      };
      persist();
      return repeat(PERSIST_EVERY_MS, persist, { log, work: 'clock floor persisted' });
    },
    accept() {
      floor = Math.max(RELEASED_AT, wall());
      writeMeta(db, KEY, String(floor));
    },
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
