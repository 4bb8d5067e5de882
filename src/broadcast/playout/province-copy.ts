import type { PlayoutRecord } from './record.ts';
import type { Target } from './target.ts';

/**
 * Speakers in one row of the outbox: with the longest name and the longest error of its own that a speaker can have,
 * still far below what a row may weigh (outbox.ts: MAX_PAYLOAD_BYTES).
 */
export const SPEAKERS_AT_ONCE = 50;

/** What the province learns of a playout. What each speaker did follows in rows of their own, however many. */
export function copyOf(record: PlayoutRecord): object {
  const { bulletinId, bulletinVersion, script, audioId, byId, chime, ...more } = record;
  const { bootId, plannedMono, waitingSince, ...said } = more;
  return {
    ...said,
    bulletin: bulletinId && { id: bulletinId, version: bulletinVersion },
    text: script?.text ?? null,
  };
}

/** What each speaker did, some at a time; errors as codes, for which the province has its own words. */
export function speakersCopies(playoutId: string, targets: readonly Target[]): object[] {
  const copies: object[] = [];
  for (let first = 0; first < targets.length; first += SPEAKERS_AT_ONCE) {
    const speakers = targets
      .slice(first, first + SPEAKERS_AT_ONCE)
      .map(({ away, acknowledges, ...did }) => did);
    copies.push({ playoutId, first, speakers });
  }
  return copies;
}
