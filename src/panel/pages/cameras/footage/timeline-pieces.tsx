import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { clockText } from '../../../format/time.ts';
import { drawn, type Shown, shareOf, ticks, type Zoom } from './timeline-view.ts';

type Why = TimelineView['gaps'][number]['why'];

/** Something is wrong with the camera, the disk or the station: not merely nothing to record. */
const WRONG: Why[] = ['lost', 'slow', 'unwritable', 'disk_full', 'no_folder', 'box_off', 'unknown'];

export const gapKind = (why: Why): 'wrong' | 'none' | 'future' =>
  why === 'future' ? 'future' : WRONG.includes(why) ? 'wrong' : 'none';

/** Of what is shown; what is shorter lies above its gaps, since it is drawn wider than it is. */
const SHORT = 0.02;

const percent = (share: number) => `${100 * share}%`;
const place = ({ from, to }: Shown, shown: Shown) => ({
  left: percent(shareOf(from, shown)),
  width: percent(shareOf(to, shown) - shareOf(from, shown)),
});

interface Props {
  timeline: TimelineView;
  shown: Shown;
  day: Shown;
  zoom: Zoom;
  /** What is marked to be kept or exported. */
  chosen: Shown | null;
  at: number | null;
}

/** What is drawn on the timeline; what it says stands in words beside it. */
export function TimelinePieces({ timeline, shown, day, zoom, chosen, at }: Props) {
  const spans = timeline.spans.map((span) => ({ ...span, kind: span.reason }));
  const gaps = timeline.gaps.map((gap) => ({ ...gap, kind: gapKind(gap.why) }));
  // Above the recording: seconds that are missing in a day are seen all the same.
  const wrong = gaps.filter(({ kind }) => kind === 'wrong');
  const events = timeline.events
    .filter(({ active }) => active)
    .map((event) => ({ from: event.at, to: event.at + 1, kind: event.kind }));
  const kept = timeline.protected.map((range) => ({ ...range, kind: 'kept' }));
  return (
    <>
      {ticks(shown, zoom, day).map((tick) => (
        <div key={tick} className="timeline-tick numbers" style={{ left: percent(shareOf(tick, shown)) }}>
          {clockText(tick)}
        </div>
      ))}
      {drawn(
        gaps.filter(({ kind }) => kind !== 'wrong'),
        shown,
      ).map((gap) => (
        <span key={gap.from} className="timeline-piece" data-gap={gap.kind} style={place(gap, shown)} />
      ))}
      {drawn(spans, shown).map((span) => (
        <span
          key={span.from}
          className="timeline-piece"
          data-kind={span.kind}
          data-short={shareOf(span.to, shown) - shareOf(span.from, shown) < SHORT || undefined}
          style={place(span, shown)}
        />
      ))}
      {drawn(wrong, shown).map((gap) => (
        <span key={gap.from} className="timeline-piece" data-gap={gap.kind} style={place(gap, shown)} />
      ))}
      {drawn(events, shown).map(({ from, kind }) => (
        <span
          key={`${from} ${kind}`}
          className="timeline-event"
          style={{ left: percent(shareOf(from, shown)) }}
        />
      ))}
      {drawn(kept, shown).map((range) => (
        <span key={range.id} className="timeline-kept" style={place(range, shown)} />
      ))}
      {chosen &&
        drawn([{ ...chosen, kind: 'chosen' }], shown).map((range) => (
          <span key={range.kind} className="timeline-chosen" style={place(range, shown)} />
        ))}
      {at !== null && at >= shown.from && at <= shown.to && (
        <span className="timeline-head" style={{ left: percent(shareOf(at, shown)) }} />
      )}
    </>
  );
}
