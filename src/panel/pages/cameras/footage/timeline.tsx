import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconPlayerTrackNext, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { LAST_LOOK_MS } from './first-look.ts';
import { useGestures } from './gestures.ts';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelinePieces } from './timeline-pieces.tsx';
import {
  around,
  fitting,
  following,
  isZoom,
  meant,
  moved,
  type Shown,
  ZOOMS,
  type Zoom,
} from './timeline-view.ts';
import { whatIsAt } from './what-is-at.ts';
import './timeline.css';

interface Props {
  timeline: TimelineView;
  day: Shown;
  /** UTC ms; null while nothing is shown. */
  at: number | null;
  chosen: Shown | null;
  /** Where to look first. */
  start: number;
  /** What to show at first. */
  view: Shown;
  /** The day is not over: its last recording is the newest of all. */
  isToday: boolean;
  onShow: (at: number) => void;
  onPlay: (at: number) => void;
  onToggle: () => void;
  /** Keys that the player has a use for. */
  onKey: (key: string) => void;
}

/** A player that runs moves by less from one moment to the next, also at 8 times the speed. */
const RUNS_MS = 5_000;

/** What is around the newest recording. */
const LATEST_MS = 30 * 60_000;
/** A finger misses by so much, CSS pixels. */
const NEAR_PX = 10;

/** The day of a recording to look through: by mouse, finger or keys, from 24 hours down to 10 minutes. */
export function Timeline(props: Props) {
  const { timeline, day, at, chosen, start, view, isToday, onShow, onPlay, onToggle, onKey } = props;
  const { t, language } = useText();
  const strip = useRef<HTMLDivElement>(null);
  const [first] = useState(() => fitting(view, day));
  const [zoom, setZoom] = useState<Zoom>(first.zoom);
  const [shown, setShown] = useState<Shown>(first.shown);
  const [pointed, setPointed] = useState<number | null>(null);
  const current = at ?? start;
  const zoomTo = (wanted: number, center = current) => {
    if (!isZoom(wanted)) return;
    setZoom(wanted);
    setShown(around(center, wanted, day));
  };
  const gestures = useGestures({
    strip,
    shown,
    tap: (pressed, msPerPixel) => onPlay(meant(pressed, timeline.spans, NEAR_PX * msPerPixel)),
    point: setPointed,
    pan: (ms) => setShown((before) => moved(before, ms, day)),
    pinch: (closer, center) => zoomTo(zoom + (closer ? 1 : -1), center),
  });
  const last = useRef(current);
  useEffect(() => {
    const was = last.current;
    last.current = current;
    // Whoever has drawn the timeline away from where it plays looks at something else.
    const runsElsewhere = (view: Shown) =>
      Math.abs(current - was) < RUNS_MS && (was < view.from || was > view.to);
    setShown((view) => (runsElsewhere(view) ? view : following(view, current, day)));
  }, [current, day]);

  const onKeyDown = (event: KeyboardEvent) => {
    const { stepMs, spanMs } = ZOOMS[zoom];
    const steps: Record<string, number> = {
      ArrowLeft: -stepMs,
      ArrowRight: stepMs,
      ArrowDown: -stepMs,
      ArrowUp: stepMs,
      PageDown: -spanMs / 4,
      PageUp: spanMs / 4,
      Home: day.from - current,
      End: day.to - 1_000 - current,
    };
    const step = steps[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step !== undefined) onShow(Math.max(day.from, Math.min(current + step, day.to - 1_000)));
    else if (event.key === '+' || event.key === '=') zoomTo(zoom + 1);
    else if (event.key === '-') zoomTo(zoom - 1);
    else if (event.key === 'Enter') onPlay(current);
    else if (event.key === ' ') onToggle();
    else if ([',', '.', 'i', 'o'].includes(event.key)) onKey(event.key);
    else return;
    event.preventDefault();
  };
  const latest = timeline.spans.at(-1);
  const toLatest = ({ from, to }: Shown) => {
    const next = fitting({ from: Math.max(from, to - LATEST_MS), to }, day);
    setZoom(next.zoom);
    setShown(next.shown);
    onPlay(Math.max(from, to - LAST_LOOK_MS));
  };
  const said = pointed ?? current;
  return (
    <section className="card column" aria-label={t('footage.timeline')}>
      <div className="row-wrap">
        <div className="timeline-said numbers">
          <span className="strong">{secondsText(said)}</span>{' '}
          <span className="muted">{whatIsAt(timeline, said, t, language)}</span>
        </div>
        {latest && (
          <Button
            variant="default"
            leftSection={<IconPlayerTrackNext size={20} aria-hidden />}
            onClick={() => toLatest(latest)}
          >
            {t(isToday ? 'footage.toLatest' : 'footage.toLast')}
          </Button>
        )}
        <SegmentedControl
          className="timeline-zooms"
          aria-label={t('footage.zoom')}
          value={String(zoom)}
          onChange={(value) => zoomTo(Number(value))}
          data={(['day', 'hours', 'hour', 'minutes'] as const).map((name, index) => ({
            value: String(index),
            label: t(`footage.zooms.${name}`),
          }))}
        />
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.zoomOut')}
          disabled={zoom === 0}
          onClick={() => zoomTo(zoom - 1)}
        >
          <IconZoomOut size={22} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.zoomIn')}
          disabled={zoom === ZOOMS.length - 1}
          onClick={() => zoomTo(zoom + 1)}
        >
          <IconZoomIn size={22} />
        </ActionIcon>
      </div>
      <div
        ref={strip}
        className="timeline"
        role="slider"
        tabIndex={0}
        aria-label={t('footage.timeline')}
        aria-valuemin={0}
        aria-valuemax={Math.round((day.to - day.from) / 1_000)}
        aria-valuenow={Math.round((current - day.from) / 1_000)}
        aria-valuetext={`${secondsText(current)}. ${whatIsAt(timeline, current, t, language)}`}
        onKeyDown={onKeyDown}
        {...gestures}
      >
        <TimelinePieces
          timeline={timeline}
          shown={shown}
          day={day}
          zoom={zoom}
          chosen={chosen}
          at={current}
        />
      </div>
      <TimelineLegend />
      <p className="muted small for-keys">{t('footage.keys')}</p>
    </section>
  );
}
