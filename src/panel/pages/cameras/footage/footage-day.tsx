import { useMemo, useState } from 'react';
import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { stationNow, useRight } from '../../../api/session.ts';
import { firstLook, firstView } from './first-look.ts';
import { GapList } from './gap-list.tsx';
import { KeptList } from './kept-list.tsx';
import { FootageView } from './player.tsx';
import { TakeOut } from './take-out.tsx';
import { Timeline } from './timeline.tsx';
import type { Shown } from './timeline-view.ts';
import { usePlayer } from './use-player.ts';

interface Props {
  cameraId: string;
  cameraName: string;
  fps: number;
  /** The local day, UTC ms. */
  day: Shown;
  timeline: TimelineView;
  /** What somebody came to see, UTC ms. */
  asked: number | null;
}

/** Of what is not marked, so much before and behind the picture that is shown is meant. */
const AROUND_MS = 30_000;

/** One day of one camera: the picture, the timeline, and what may be done with a part of it. */
export function FootageDay({ cameraId, cameraName, fps, day, timeline, asked }: Props) {
  const mayTakeOut = useRight('camera.export');
  const player = usePlayer(cameraId, day);
  const [marks, setMarks] = useState<Partial<Shown>>({});
  const [isExporting, setExporting] = useState(false);
  const [isToday] = useState(() => day.to > stationNow());
  const [start] = useState(() => asked ?? firstLook(timeline.spans, day, isToday));
  const at = player.at ?? start;
  const chosen = useMemo(() => chosenOf(marks, day), [marks, day]);
  const range = chosen ?? {
    from: Math.max(day.from, at - AROUND_MS),
    to: Math.min(day.to - 1_000, at + AROUND_MS),
  };
  const mark = (end: 'from' | 'to') => setMarks((before) => marked(before, end, at));
  const toggle = () => (player.at === null ? player.play(start) : player.toggle());
  const onKey = (key: string) => {
    if (key === 'i') mark('from');
    else if (key === 'o') mark('to');
    else {
      player.pause();
      player.show(at + ((key === '.' ? 1 : -1) * 1_000) / fps);
    }
  };
  return (
    <div className="column">
      <FootageView
        player={player}
        cameraName={cameraName}
        fps={fps}
        isEmpty={timeline.spans.length === 0}
        onToggle={toggle}
        onExport={mayTakeOut ? () => setExporting(true) : undefined}
      />
      <Timeline
        timeline={timeline}
        day={day}
        at={player.at}
        start={start}
        view={asked === null ? firstView(timeline.spans, day) : day}
        isToday={isToday}
        chosen={chosen}
        onShow={player.show}
        onPlay={player.play}
        onToggle={toggle}
        onKey={onKey}
      />
      {mayTakeOut && timeline.spans.length > 0 && (
        <TakeOut
          cameraId={cameraId}
          cameraName={cameraName}
          range={range}
          gaps={timeline.gaps}
          isChosen={chosen !== null}
          onMark={mark}
          onClear={() => setMarks({})}
          isExporting={isExporting}
          setExporting={setExporting}
        />
      )}
      <KeptList cameraId={cameraId} ranges={timeline.protected} />
      <GapList gaps={timeline.gaps} />
    </div>
  );
}

/** A mark behind the other one begins anew. */
function marked(before: Partial<Shown>, end: 'from' | 'to', at: number): Partial<Shown> {
  const next = { ...before, [end]: at };
  if (next.from !== undefined && next.to !== undefined && next.from >= next.to) return { [end]: at };
  return next;
}

/** One mark alone shows where it is. */
function chosenOf({ from, to }: Partial<Shown>, day: Shown): Shown | null {
  if (from === undefined && to === undefined) return null;
  return {
    from: from ?? Math.max(day.from, (to ?? 0) - AROUND_MS),
    to: to ?? Math.min(day.to - 1_000, (from ?? 0) + AROUND_MS),
  };
}
