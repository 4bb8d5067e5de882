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
  return [...each(rule, after, before)];
}

/** The first `count` of these; what comes after them is not worked out. */
export function firstOccurrences(rule: Rule, after: number, before: number, count: number): number[] {
  const found: number[] = [];
  for (const instant of each(rule, after, before)) {
    found.push(instant);
    if (found.length === count) break;
  }
  return found;
}

function* each(rule: Rule, after: number, before: number): Generator<number> {
  const times = [...new Set(rule.times)].sort();
  for (const day of daysOf(rule, localDay(after), localDay(before))) {
    for (const time of times) {
      const instant = localInstant(day, time);
      if (instant !== undefined && instant >= after && instant < before) yield instant;
    }
  }
}

/** The local days between `first` and `last`, both included, on which the rule plays. */
function* daysOf(rule: Rule, first: string, last: string): Generator<string> {
  if (rule.kind === 'once') {
    if (rule.date !== null && rule.date >= first && rule.date <= last) yield rule.date;
    return;
  }
  const end = rule.to !== null && rule.to < last ? rule.to : last;
  const except = new Set(rule.except);
  let day = rule.from !== null && rule.from > first ? rule.from : first;
  for (; day <= end; day = addDays(day, 1)) {
    if (rule.days.includes(weekday(day)) && !except.has(day)) yield day;
  }
}

/**
 * Which of the occurrences `coming`, in order and each `lengthMs` long, share a moment with what lasts from `from`
 * to `to`; touching ends do not.
 */
export function meeting(coming: readonly number[], lengthMs: number, from: number, to: number): number[] {
  let low = 0;
  let high = coming.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((coming[middle] ?? 0) + lengthMs > from) high = middle;
    else low = middle + 1;
  }
  const found: number[] = [];
  for (let at = coming[low]; at !== undefined && at < to; at = coming[low]) {
    found.push(at);
    low += 1;
  }
  return found;
}
