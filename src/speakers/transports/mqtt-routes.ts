import type { Rule } from '../profile.ts';
import type { Speaker } from '../registry.ts';
import { fillTopic, fillValue } from '../template.ts';

export type RouteKind = 'report' | 'state' | 'will' | 'clock' | 'rules';

/** What the box listens for on one topic of one speaker. */
export interface Route {
  readonly topic: string;
  readonly kind: RouteKind;
  readonly speaker: Speaker;
  /** With the speaker's settings filled in. */
  readonly rules: readonly Rule[];
}

/** Our own protocol: what a speaker publishes below `tramso/<id>/`. */
const OWN_TOPICS: Record<string, Exclude<RouteKind, 'rules'>> = {
  report: 'report',
  state: 'state',
  will: 'will',
  'clock/ask': 'clock',
};

/** Every topic on which this speaker may say something. */
export function routesOf(speaker: Speaker): Route[] {
  const { reads } = speaker.profile;
  if (reads === 'tramso') {
    return Object.entries(OWN_TOPICS).map(([name, kind]) => ({
      topic: `tramso/${speaker.id}/${name}`,
      kind,
      speaker,
      rules: [],
    }));
  }
  const byTopic = Map.groupBy(reads, (rule) => fillTopic(rule.topic, speaker.values));
  return [...byTopic].map(([topic, rules]) => ({
    topic,
    kind: 'rules',
    speaker,
    rules: rules.map((rule) => ({ ...rule, when: fillValue(rule.when, speaker.values) as Rule['when'] })),
  }));
}

/** The filters to subscribe to for a speaker; those of our own protocol are the same four for all. */
export function subscriptionsOf(speaker: Speaker): string[] {
  if (speaker.profile.reads === 'tramso') return Object.keys(OWN_TOPICS).map((name) => `tramso/+/${name}`);
  return [...new Set(speaker.profile.reads.map((rule) => fillTopic(rule.topic, speaker.values)))];
}
