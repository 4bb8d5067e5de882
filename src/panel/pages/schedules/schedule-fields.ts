import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Schedule, ScheduleInput } from '../../../broadcast/schemas.ts';

/** What the form holds, all fields present. */
export type ScheduleFields = Required<ScheduleInput>;

const EMPTY: ScheduleFields = {
  bulletinId: '',
  name: '',
  zoneIds: [],
  kind: 'once',
  date: null,
  days: [1, 2, 3, 4, 5],
  times: [],
  from: null,
  to: null,
  except: [],
  chime: null,
  repeats: 1,
  enabled: true,
};
const NAMES = Object.keys(EMPTY) as (keyof ScheduleFields)[];

/** The form of a schedule; a new one may begin with a bulletin chosen elsewhere (`?bulletin=…`). */
export function useScheduleFields(schedule: Schedule | undefined) {
  const [search] = useSearchParams();
  const saved: ScheduleFields = schedule
    ? pick(schedule)
    : { ...EMPTY, bulletinId: search.get('bulletin') ?? '' };
  const [edits, setEdits] = useState<Partial<ScheduleFields>>({});
  const [base, setBase] = useState<number>();
  const fields = { ...saved, ...edits };
  const isChanged = NAMES.some((name) => JSON.stringify(fields[name]) !== JSON.stringify(saved[name]));
  return {
    fields,
    isChanged,
    /** The version that was edited: the station refuses to write over a later one. */
    version: (isChanged ? base : undefined) ?? schedule?.version ?? 0,
    set: (change: Partial<ScheduleFields>) => {
      if (!isChanged) setBase(schedule?.version);
      setEdits((current) => ({ ...current, ...change }));
    },
    clear: () => setEdits({}),
  };
}

/** What goes to the station: only what belongs to the kind of schedule. */
export function toInput(fields: ScheduleFields): ScheduleInput {
  const { kind, date, days, from, to, except, ...shared } = fields;
  return kind === 'once' ? { ...shared, kind, date } : { ...shared, kind, days, from, to, except };
}

/** Enough is filled in for the station to say when it would sound. */
export function isComplete({ bulletinId, zoneIds, times, kind, date, days }: ScheduleFields): boolean {
  const hasDay = kind === 'once' ? date !== null : days.length > 0;
  return bulletinId !== '' && zoneIds.length > 0 && times.length > 0 && hasDay;
}

function pick(schedule: Schedule): ScheduleFields {
  const { bulletinId, name, zoneIds, kind, date, days, times, from, to, except } = schedule;
  const { chime, repeats, enabled } = schedule;
  return { bulletinId, name, zoneIds, kind, date, days, times, from, to, except, chime, repeats, enabled };
}
