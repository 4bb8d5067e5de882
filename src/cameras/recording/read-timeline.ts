import { GAP_WORDS } from './gap-words.ts';
import type { TimelineView } from './schemas.ts';
import type { SegmentStore } from './segment-store.ts';
import type { SegmentsRepository } from './segments-repository.ts';
import type { StateRow, StatesRepository } from './states-repository.ts';
import { type Gap, type TimelineInput, timelineOf } from './timeline.ts';

/** A day and what a clock may be off: more is read in pieces. */
export const TIMELINE_MAX_MS = 25 * 3_600_000;
/** As many as there can be when a camera is lost and found every few seconds all day. */
const ROWS_MAX = 10_000;

export interface TimelineParts {
  rows: Pick<SegmentsRepository, 'within' | 'firstOf'>;
  history: Pick<StatesRepository, 'at' | 'within'>;
  openOf: SegmentStore['openOf'];
}

interface RangeOfCamera {
  cameraId: string;
  from: number;
  to: number;
  now: number;
}

/** What was recorded of a camera in a range, and what was not and why. */
export function readTimeline(
  parts: TimelineParts,
  range: RangeOfCamera,
): Pick<TimelineView, 'spans' | 'gaps'> {
  const { cameraId, from, to } = range;
  const open = parts.openOf(cameraId);
  const segments = parts.rows.within(cameraId, from, to, ROWS_MAX).map((row) => ({
    ...row,
    endedAt: row.endedAt ?? (row.id === open?.row.id ? open.writtenUntil : row.startedAt),
  }));
  const { spans, gaps } = explainedGaps(parts, range, segments);
  return { spans, gaps: gaps.map(gapView) };
}

/** The same of segments that are known already, oldest first. */
export function explainedGaps(
  { rows, history }: Omit<TimelineParts, 'openOf'>,
  { cameraId, from, to, now }: RangeOfCamera,
  segments: TimelineInput['segments'],
): ReturnType<typeof timelineOf> {
  const oldest = rows.firstOf(cameraId);
  // Of whom no state was ever written down and nothing is kept was never to be recorded: nothing went wrong.
  const isNew = oldest === undefined && !history.at(cameraId, Number.MAX_SAFE_INTEGER);
  const before: StateRow | undefined = isNew
    ? { cameraId, at: 0, state: 'off', reason: null }
    : history.at(cameraId, from);
  const states = [...(before ? [before] : []), ...history.within(cameraId, from, to, ROWS_MAX)];
  return timelineOf({ from, to, now, segments, states, oldest });
}

/** A gap with its reason in words. */
export const gapView = (gap: Gap): TimelineView['gaps'][number] => ({
  ...gap,
  text: GAP_WORDS[gap.why].vi,
  textEn: GAP_WORDS[gap.why].en,
});
