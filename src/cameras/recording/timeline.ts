import type { SegmentReason, SegmentRow } from './segments-repository.ts';
import type { RecordingState, StateRow } from './states-repository.ts';

export interface Span {
  /** UTC ms of the box's clock. */
  from: number;
  to: number;
  reason: SegmentReason;
}

/**
 * Why nothing was recorded. `deleted`: it was, and is no longer kept · `still`: nothing moved · `starting`: the stream
 * was about to come · `future`: not yet.
 */
export type GapWhy =
  | Exclude<RecordingState, 'continuous' | 'motion' | 'deaf' | 'waiting'>
  | 'deleted'
  | 'still'
  | 'starting'
  | 'unknown'
  | 'future';

export interface Gap {
  from: number;
  to: number;
  why: GapWhy;
  /** Of `lost`: a code of the camera's reasons. */
  reason: string | null;
}

export interface TimelineInput {
  from: number;
  to: number;
  now: number;
  /** What reaches into the range, oldest first; an open one has its present end. */
  segments: readonly Pick<SegmentRow, 'startedAt' | 'endedAt' | 'reason'>[];
  /** The state in force at `from`, where there is one, and the changes behind it, oldest first. */
  states: readonly StateRow[];
  /** Where the oldest segment that is left begins; undefined where none is. */
  oldest: number | undefined;
}

/** Segments that follow each other closer than this are one. */
const JOINED_MS = 1_000;
/** So much before now may not be on the disk yet: two fragments, of one picture each where a camera is slow. */
const NEWEST_MS = 2_000;
/** What a recording needs to notice that no picture comes: such a piece belongs to what was the matter behind it. */
const NOTICED_MS = 20_000;

/** What was recorded in a range and what was not, and why. */
export function timelineOf(input: TimelineInput): { spans: Span[]; gaps: Gap[] } {
  const spans = spansOf(input);
  const gaps: Gap[] = [];
  let at = input.from;
  for (const { from, to } of [...spans, { from: input.to, to: input.to }]) {
    if (from - at > JOINED_MS) gaps.push(...explain(at, from, input));
    at = Math.max(at, to);
  }
  return { spans, gaps };
}

function spansOf({ from, to, now, segments }: TimelineInput): Span[] {
  const spans: Span[] = [];
  for (const { startedAt, endedAt, reason } of segments) {
    const begins = Math.max(startedAt, from);
    const ends = Math.min(endedAt ?? now, to);
    if (ends <= begins) continue;
    const last = spans.at(-1);
    if (last && last.reason === reason && begins - last.to <= JOINED_MS) last.to = Math.max(last.to, ends);
    else spans.push({ from: begins, to: ends, reason });
  }
  return spans;
}

/** Cuts a gap where the state changed. */
function explain(from: number, to: number, { states, now, oldest }: TimelineInput): Gap[] {
  const end = Math.min(to, Math.max(now, from));
  const isNewest = to >= now && now - from <= NEWEST_MS;
  if (isNewest) return to > end ? [{ from: end, to, why: 'future', reason: null }] : [];
  const pieces: Gap[] = [];
  const inForce = states.findLast(({ at }) => at <= from);
  const changes = states.filter(({ at }) => at > from && at < end);
  let begins = from;
  for (const [i, state] of [inForce, ...changes].entries()) {
    const ends = changes[i]?.at ?? end;
    if (ends <= begins) continue;
    pieces.push({ from: begins, to: ends, ...whyOf(state, begins, ends, oldest) });
    begins = ends;
  }
  const told = joined(settled(pieces));
  if (to > end) told.push({ from: end, to, why: 'future', reason: null });
  return told;
}

function whyOf(
  state: StateRow | undefined,
  from: number,
  to: number,
  oldest: number | undefined,
): Pick<Gap, 'why' | 'reason'> {
  if (!state) return { why: 'unknown', reason: null };
  const { state: name, reason } = state;
  if (name === 'continuous' || name === 'deaf') {
    // A recording that got no pictures for so long would have said so.
    const isGone = oldest === undefined || to <= oldest + JOINED_MS || to - from > NOTICED_MS;
    return { why: isGone ? 'deleted' : 'unknown', reason: null };
  }
  if (name === 'motion') return { why: 'still', reason: null };
  if (name === 'waiting') return { why: 'starting', reason: null };
  return { why: name, reason };
}

/** The seconds until a recording noticed belong to what it noticed; what was about to start, to what was before. */
function settled(pieces: readonly Gap[]): Gap[] {
  return pieces.map((piece, i) => {
    const isShort = piece.to - piece.from <= NOTICED_MS;
    const isVague = piece.why === 'unknown' || piece.why === 'deleted' || piece.why === 'still';
    const next = pieces[i + 1];
    const nearest = pieces[i - 1] ?? next;
    if (isShort && isVague && next) return { ...piece, why: next.why, reason: next.reason };
    if (isShort && piece.why === 'starting' && nearest)
      return { ...piece, why: nearest.why, reason: nearest.reason };
    return piece;
  });
}

function joined(pieces: readonly Gap[]): Gap[] {
  const gaps: Gap[] = [];
  for (const piece of pieces) {
    const last = gaps.at(-1);
    if (last && last.why === piece.why && last.reason === piece.reason) last.to = piece.to;
    else gaps.push({ ...piece });
  }
  return gaps;
}
