import type { ClockFloor } from '../../db/clock-floor.ts';
import type { PlayoutRecord } from './record.ts';

/** The wall clock, the one that never steps, and the boot to which that belongs. */
export type Clocks = Pick<ClockFloor, 'now' | 'monotonic' | 'trusted' | 'bootId'>;

type Placed = Pick<PlayoutRecord, 'plannedAt' | 'bootId' | 'plannedMono'>;
type Ordered = Placed & Pick<PlayoutRecord, 'originAt'>;

/** The instants of a playout that is ordered to sound now. */
export function orderedNow(clock: Clocks): Ordered & Pick<PlayoutRecord, 'createdAt'> {
  const now = clock.now();
  return { plannedAt: now, originAt: now, createdAt: now, ...place(clock, 0) };
}

/** Where the planned instant of a playout that begins lies on the clock that never steps. */
export function placed(record: Placed, clock: Clocks): Pick<PlayoutRecord, 'bootId' | 'plannedMono'> {
  return place(clock, ageOf(record, clock) ?? clock.now() - record.plannedAt);
}

function place({ bootId, monotonic }: Clocks, ageMs: number) {
  return { bootId, plannedMono: Math.round(monotonic() - ageMs) };
}

/** Whether it was to sound the moment it was ordered, and not at an instant of the wall clock. */
export function atOnce({ plannedAt, createdAt }: Pick<PlayoutRecord, 'plannedAt' | 'createdAt'>): boolean {
  return plannedAt === createdAt;
}

/**
 * Milliseconds since its planned instant, whatever the wall clock did meanwhile; negative before it. `undefined`
 * where nobody can know: the machine was off, and its clock has not come right yet.
 */
export function ageOf({ plannedAt, bootId, plannedMono }: Placed, clock: Clocks): number | undefined {
  if (plannedMono !== null && bootId === clock.bootId) return clock.monotonic() - plannedMono;
  return clock.trusted() ? clock.now() - plannedAt : undefined;
}

/** The same since the planned instant of the first in its chain of replays. */
export function originAge(record: Ordered, clock: Clocks): number | undefined {
  const age = ageOf(record, clock);
  return age === undefined ? undefined : age + record.plannedAt - record.originAt;
}

/** Whether `a` was ordered after `b`; a replay counts as what it repeats. What cannot be told is old. */
export function orderedAfter(a: Ordered, b: Ordered, clock: Clocks): boolean {
  const old = Number.POSITIVE_INFINITY;
  return (originAge(a, clock) ?? old) < (originAge(b, clock) ?? old);
}
