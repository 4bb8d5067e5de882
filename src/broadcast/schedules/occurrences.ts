import { addDays, localDay, localInstant, weekday } from '../../clock.ts';

/** When a schedule plays, in local days and wall times. */
export interface Rule {
  readonly kind: 'once' | 'weekly';
  readonly date: string | null;
  readonly days: readonly number[];
  readonly times: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly except: readonly string[];
}

/** Whether there is such a day: 31/2 is none. */
export function dayExists(day: string): boolean {
  return localInstant(day, '00:00') !== undefined;
}

/**
 * Every instant at which `rule` plays in `after` ≤ instant < `before`, in order and each once. An item that
 * begins before midnight belongs to the day on which it begins.
 */
export function occurrences(rule: Rule, after: number, before: number): number[] {
  const found: number[] = [];
  for (const day of daysOf(rule, localDay(after), localDay(before))) {
    for (const time of new Set(rule.times)) {
      const instant = localInstant(day, time);
      if (instant !== undefined && instant >= after && instant < before) found.push(instant);
    }
  }
  return found.sort((a, b) => a - b);
}

/** The local days between `first` and `last`, both included, on which the rule plays. */
function* daysOf(rule: Rule, first: string, last: string): Generator<string> {
  if (rule.kind === 'once') {
    if (rule.date !== null && rule.date >= first && rule.date <= last) yield rule.date;
    return;
  }
  const end = rule.to !== null && rule.to < last ? rule.to : last;
  let day = rule.from !== null && rule.from > first ? rule.from : first;
  for (; day <= end; day = addDays(day, 1)) {
    if (rule.days.includes(weekday(day)) && !rule.except.includes(day)) yield day;
  }
}

/** Whether two spans of time share a moment; touching ends do not. */
export function overlap(aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
  return aFrom < bTo && bFrom < aTo;
}
