import type { Profile } from './profile.ts';
import type { Priority } from './schemas.ts';
import type { Values } from './template.ts';
import type { Command } from './transports/transport.ts';

/** 0–100 on the scale of the device. */
function scaleVolume(profile: Profile, volume: number): number | undefined {
  const scale = profile.volume;
  if (!scale) return undefined;
  const factor = 10 ** scale.decimals;
  return Math.round((scale.min + ((scale.max - scale.min) * volume) / 100) * factor) / factor;
}

/** A command's values in the words of a profile, for its templates; `url` as this speaker is to fetch it. */
export function wordsFor(
  profile: Profile,
  command: Command,
  sentAt: number,
  url = command.audio?.url,
): Values {
  const { audio, volume, priority } = command;
  return {
    commandId: command.id,
    playoutId: command.playoutId,
    url,
    audioId: audio?.id,
    bytes: audio?.bytes,
    durationMs: audio?.durationMs,
    durationSeconds: audio && Math.ceil(audio.durationMs / 1000),
    startAt: command.startAt,
    expiresAt: command.expiresAt,
    issuedAt: command.issuedAt,
    sentAt,
    priority: priority && profile.priorities?.[priority],
    volume: volume === undefined ? undefined : scaleVolume(profile, volume),
  };
}

/** Whether a playout has failed when this can't be delivered; a prefetch that is lost is no more than a slow start. */
export function isPlay({ name }: Command): boolean {
  return name === 'play' || name === 'test';
}

/** Whether it plays what is of this priority at all. */
export function isFor({ plays }: Profile, priority: Priority): boolean {
  return plays?.includes(priority) ?? true;
}

/** Why a speaker of this profile can't carry out a command at all; undefined where it can. */
export function objection(profile: Profile, command: Command): string | undefined {
  if (!profile.commands[command.name]) return 'unsupported';
  if (command.name === 'play' && command.priority && !isFor(profile, command.priority)) return 'not_for_this';
  const url = command.audio?.url;
  if (profile.audio.takes === 'url' && url && url.length > profile.audio.longestUrl) return 'url_too_long';
  return undefined;
}
