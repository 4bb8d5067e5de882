import type { Rule } from '../profile.ts';
import { parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import type { Ears } from './transport.ts';

/** Stands for whatever a speaker plays that it was not told to. */
const FOREIGN = '?';
/** A device that ends this much before the audio does has not played it out. */
const PLAYED_OUT = 0.9;
/** Devices say `idle` for a moment while they fetch more. */
const FLAPPING_MS = 3_000;
/** Time that it may lose on the way, waiting for its network. */
const SLOW_MS = 10 * 60_000;
/** What it plays so long after the end of the audio is something else. */
const AFTER_END_MS = 3_000;

/**
 * Tells the ears what a message of a device means by its profile's rules. Such a device knows no playout ids: what
 * it plays is taken for what it was told last.
 * @param kept the message is an old one that the broker kept; only presence is believed of it
 * @param now monotonic ms
 */
export function readRules(
  rules: readonly Rule[],
  speaker: Speaker,
  text: string,
  kept: boolean,
  ears: Ears,
  now: number,
): void {
  const value = parseJson(text);
  const says = rules.find((rule) =>
    rule.when.every(({ at, is }) => (at === '' ? text === is : pick(value, at) === is)),
  )?.says;
  if (says === 'offline') ears.gone(speaker);
  else if (says === 'online' || !kept) ears.alive(speaker);
  if (kept || says === 'offline' || says === undefined || says === 'online') return;
  if (speaker.told && now >= speaker.told.until) speaker.told = null;
  if (says === 'playing') hearPlaying(speaker, ears, now);
  else {
    ears.state(speaker, { playing: null });
    if (says === 'idle') hearIdle(speaker, ears, now);
    else hearFailure(speaker, says, ears);
  }
}

/** Silent before its time: `judgeIdle` will say what that means, unless it goes on. */
export function isIdleTooSoon({ told }: Speaker): boolean {
  return told !== null && !told.over && told.idleSince !== null;
}

/** Ends what has been silent too long before its time. To be asked every second or so while anybody is. */
export function judgeIdle(speaker: Speaker, ears: Ears, now: number): void {
  const since = isIdleTooSoon(speaker) ? speaker.told?.idleSince : undefined;
  if (since == null || now - since < FLAPPING_MS) return;
  end(speaker, ears, { kind: 'failed', reason: 'cut_short' });
}

function hearPlaying(speaker: Speaker, ears: Ears, now: number): void {
  const { told } = speaker;
  if (told) told.idleSince = null;
  if (told && told.startedAt === null && !told.over) {
    told.startedAt = now;
    told.until = now + told.durationMs + SLOW_MS;
    ears.report(speaker, { playoutId: told.playoutId, kind: 'started' });
  }
  ears.state(speaker, { playing: told?.playoutId ?? FOREIGN });
}

function hearIdle(speaker: Speaker, ears: Ears, now: number): void {
  const { told } = speaker;
  // An idle before it has started is the end of what the stop before the play has cut.
  if (!told || told.over || told.startedAt === null) return;
  if (told.stopped) {
    end(speaker, ears, { kind: 'stopped' });
    // Whatever it plays from now on, it was not told to.
    speaker.told = null;
  } else if (now - told.startedAt >= told.durationMs * PLAYED_OUT) end(speaker, ears, { kind: 'finished' });
  else told.idleSince ??= now;
}

function hearFailure(speaker: Speaker, reason: 'busy' | 'error', ears: Ears): void {
  const { told } = speaker;
  if (!told || told.over) return;
  const hadStarted = told.startedAt !== null;
  end(speaker, ears, { kind: 'failed', reason });
  if (!hadStarted) speaker.told = null;
}

/** It keeps the name of what it was told: it may yet go on with it. */
function end(
  speaker: Speaker,
  ears: Ears,
  report: { kind: 'finished' | 'stopped' | 'failed'; reason?: string },
): void {
  const { told } = speaker;
  if (!told) return;
  told.over = true;
  if (told.startedAt !== null) told.until = told.startedAt + told.durationMs + AFTER_END_MS;
  ears.report(speaker, { playoutId: told.playoutId, ...report });
}

/** The value at a JSON pointer (RFC 6901) of plain keys. */
function pick(value: unknown, pointer: string): unknown {
  let found = value;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
