import type { Rule } from '../profile.ts';
import { parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import type { Ears } from './transport.ts';

/** Stands for whatever a speaker plays that it was not told to. */
export const FOREIGN = '?';
/** A device that ends this much before the audio does has not played it out. */
const PLAYED_OUT = 0.9;

/**
 * Tells the ears what a message of a device means by its profile's rules. Such a device knows no playout ids: what
 * it plays is taken for what it was told last.
 * @param kept the message is an old one that the broker kept; only presence is believed of it
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
  const told = speaker.told;
  if (says === 'playing') {
    if (told && !told.startedAt) {
      told.startedAt = now;
      ears.report(speaker, { playoutId: told.playoutId, kind: 'started' });
    }
    ears.state(speaker, { playing: told?.playoutId ?? FOREIGN });
    return;
  }
  ears.state(speaker, { playing: null });
  if (!told) return;
  const { playoutId, startedAt, durationMs, stopped } = told;
  if (says === 'busy' || says === 'error') {
    speaker.told = null;
    ears.report(speaker, { playoutId, kind: 'failed', reason: says });
  } else if (startedAt) {
    // An idle before it has started is the end of what the stop before the play has cut.
    speaker.told = null;
    const isWhole = now - startedAt >= durationMs * PLAYED_OUT;
    if (stopped) ears.report(speaker, { playoutId, kind: 'stopped' });
    else if (isWhole) ears.report(speaker, { playoutId, kind: 'finished' });
    else ears.report(speaker, { playoutId, kind: 'failed', reason: 'cut_short' });
  }
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
