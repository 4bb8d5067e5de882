import { AppError, invalid } from '../errors.ts';
import type { Grant } from './broker.ts';
import type { Profile } from './profile.ts';
import type { Speaker } from './registry.ts';
import type { Connection } from './schemas.ts';
import { fillTopic, fillValue, type Values } from './template.ts';
import { covers, isPlainTopic, overlap } from './topics.ts';

/** Only speakers of our own protocol live here, each below its id. */
const OWN = 'tramso/#';
/** One level of a topic: nothing that MQTT or a broker's own topics give a meaning. */
const LEVEL = /^[\p{L}\p{N}_.:-]{1,64}$/u;

/** What a speaker may publish and subscribe to at the broker, with its settings filled in. */
export function topicsOf({ profile, values }: Pick<Speaker, 'profile' | 'values'>): Connection['topics'] {
  const { publish, subscribe } = profile.topics;
  return {
    publish: publish.map((topic) => fillTopic(topic, values)),
    subscribe: subscribe.map((topic) => fillTopic(topic, values)),
  };
}

/** The rights of one speaker at the embedded broker. */
export function grantOf(speaker: Speaker): Grant {
  const { publish, subscribe } = topicsOf(speaker);
  const exact = new Set(publish);
  const shared = new Set(speaker.profile.topics.shared);
  const will = willOf(speaker);
  return {
    plain: speaker.row.plain,
    mayPublish(topic, payload) {
      // On a topic that devices have in common each may speak of itself only.
      if (shared.has(topic)) return topic === will?.topic && payload.toString() === will.payload;
      return exact.has(topic) || publish.some((filter) => covers(filter, topic));
    },
    maySubscribe: (filter) => subscribe.some((own) => covers(own, filter)),
  };
}

/** The last will that the device is to leave at the broker. */
export function willOf({ profile, values }: Pick<Speaker, 'profile' | 'values'>): Connection['will'] {
  if (!profile.will) return null;
  const payload = String(fillValue(profile.will.payload, values));
  return { topic: fillTopic(profile.will.topic, values), payload };
}

/**
 * The settings of a new speaker, checked against its profile: all there, none unknown, and no topic of another
 * speaker's among its own. Throws `input.invalid` and `speaker.topic_taken`.
 */
export function checkSettings(
  profile: Profile,
  settings: Readonly<Record<string, string>>,
  others: Iterable<Speaker>,
): Record<string, string> {
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(profile.settings, name))
      throw invalid(
        `settings.${name}`,
        'loại loa này không có mục đó',
        'this kind of speaker has no such setting',
      );
  }
  const clean: Record<string, string> = {};
  for (const [name, { is, default: fallback }] of Object.entries(profile.settings)) {
    const value = (settings[name] ?? fallback ?? '').normalize('NFC').trim();
    if (value === '') throw invalid(`settings.${name}`, 'không được để trống', 'it must not be empty');
    if (is === 'level' && !LEVEL.test(value)) {
      throw invalid(
        `settings.${name}`,
        'chỉ gồm chữ, số và các dấu _ - . : , không có dấu cách',
        'only letters, digits and _ - . : are allowed, and no spaces',
      );
    }
    if (is === 'topic' && !isPlainTopic(value)) {
      throw invalid(
        `settings.${name}`,
        'không phải topic MQTT (không được có +, # hay bắt đầu bằng $)',
        'it is not an MQTT topic (no + or #, and no $ at the beginning)',
      );
    }
    if (/\p{Cc}/u.test(value))
      throw invalid(
        `settings.${name}`,
        'không được có ký tự điều khiển',
        'control characters are not allowed',
      );
    clean[name] = value;
  }
  checkTopics(profile, clean, others);
  return clean;
}

function checkTopics(profile: Profile, settings: Values, others: Iterable<Speaker>): void {
  if (profile.reads === 'tramso') return;
  const mine = ownTopics({ profile, values: settings });
  const mineWill = willOf({ profile, values: settings });
  const taken = mine.some((topic) => overlap(topic, OWN));
  if (taken) throw new AppError('speaker.topic_taken', { field: 'settings', name: 'Trạm Số' });
  for (const other of others) {
    if (other.profile.reads === 'tramso') continue;
    const theirs = ownTopics(other);
    if (mine.some((topic) => theirs.some((their) => overlap(topic, their)))) {
      throw new AppError('speaker.topic_taken', { field: 'settings', name: other.name });
    }
    // On a topic that devices have in common, what one says of itself must not be true of another.
    if (mineWill && sameWill(mineWill, willOf(other)))
      throw new AppError('speaker.topic_taken', { field: 'settings', name: other.name });
  }
}

function sameWill(one: NonNullable<Connection['will']>, other: Connection['will']): boolean {
  return other !== null && one.topic === other.topic && one.payload === other.payload;
}

/** Whether everything that its profile needs is there: an update of the profile may ask for more than before. */
export function isComplete(speaker: Pick<Speaker, 'profile' | 'values'>): boolean {
  const { commands, reads } = speaker.profile;
  const topics = Object.values(commands).flatMap((messages) => messages?.map(({ topic }) => topic) ?? []);
  if (reads !== 'tramso') topics.push(...reads.map(({ topic }) => topic));
  try {
    topicsOf(speaker);
    willOf(speaker);
    for (const topic of topics) if (topic !== undefined) fillTopic(topic, speaker.values);
  } catch {
    return false;
  }
  return Object.keys(speaker.profile.settings).every((name) => speaker.values[name] !== undefined);
}

function ownTopics(speaker: Pick<Speaker, 'profile' | 'values'>): string[] {
  const { publish, subscribe } = topicsOf(speaker);
  const { shared = [] } = speaker.profile.topics;
  return [...publish, ...subscribe].filter((topic) => !shared.includes(topic));
}
