import type { Alerts } from '../../alerts/alerts.ts';
import type { Candidate } from './schemas.ts';

/** More than that at once is one matter, not so many: a wall of new cameras, or somebody who answers for many. */
const EACH = 8;
const MANY = 'many';

export const STRANGER_RULES: readonly string[] = ['camera.unknown', 'camera.many_unknown'];

/**
 * Tells of cameras that nobody has added, after a search of the whole network; those of before that are gone or
 * have been added are told of no longer. A commune that has added none yet is not told of all.
 * @param hosts where the commune's cameras are; one that was added by its RTSP address is known by nothing else
 */
export function tellStrangers(alerts: Alerts, found: readonly Candidate[], hosts: ReadonlySet<string>): void {
  const isStranger = ({ known, address }: Candidate) => known === null && !hosts.has(address);
  const strangers = hosts.size > 0 ? found.filter(isStranger) : [];
  const each = strangers.length <= EACH ? strangers : [];
  const now = new Set(each.map(({ key }) => key));
  for (const { rule, subject } of alerts.open()) {
    if (rule === 'camera.unknown' && !now.has(subject)) alerts.clear(rule, subject);
  }
  for (const { key, maker, model, name, address } of each) {
    const what = [maker, model].join(' ').trim() || name || 'Camera';
    alerts.raise('camera.unknown', key, { address, what });
  }
  if (strangers.length > EACH) alerts.raise('camera.many_unknown', MANY, { count: strangers.length });
  else alerts.clear('camera.many_unknown', MANY);
}
