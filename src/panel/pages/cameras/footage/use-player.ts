import { type RefObject, useEffect, useRef, useState } from 'react';
import { fetchSegments } from '../../../api/footage.ts';
import { openSegment } from '../../../api/segment-bytes.ts';
import { stationNow } from '../../../api/session.ts';
import { FootagePlayer, IDLE, type PlayerReport } from './footage-player.ts';
import { footageQueue } from './footage-queue.ts';
import type { Shown } from './timeline-view.ts';

export interface Player extends PlayerReport {
  video: RefObject<HTMLVideoElement | null>;
  /** UTC ms of the picture that is shown; null before the first. */
  at: number | null;
  isPlaying: boolean;
  speed: number;
  /** From this instant on. */
  play(at: number): void;
  /** Shows this instant; goes on playing where it was. */
  show(at: number): void;
  /** Anew, after the browser gave up on the pictures. */
  again(at: number): void;
  toggle(): void;
  pause(): void;
  setSpeed(speed: number): void;
}

/** Whether this browser can put pieces together at all. */
export const canPlayPieces = () => typeof MediaSource !== 'undefined';

/** The recording of one camera on one day, in a `<video>` of the page. Nothing is fetched before somebody looks. */
export function usePlayer(cameraId: string, { from, to }: Shown): Player {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<FootagePlayer>(undefined);
  const [report, setReport] = useState<PlayerReport>(IDLE);
  const [at, setAt] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [made, setMade] = useState(0);
  /** Shown once the next player is there. */
  const wanted = useRef<number>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each try is a player of its own
  useEffect(() => {
    const element = video.current;
    if (!element || !canPlayPieces()) return;
    const next = new FootagePlayer({
      video: element,
      origin: from,
      open: openSegment,
      queue: footageQueue({
        from,
        to,
        now: stationNow,
        list: (begin, end, signal) => fetchSegments(cameraId, begin, end, signal),
      }),
      report: (change) => setReport((before) => (isNew(before, change) ? { ...before, ...change } : before)),
    });
    player.current = next;
    if (wanted.current !== undefined) {
      next.seek(wanted.current);
      void element.play().catch(() => {});
    }
    wanted.current = undefined;
    const tick = () => setAt(from + element.currentTime * 1_000);
    const turn = () => setPlaying(!element.paused);
    element.addEventListener('timeupdate', tick);
    element.addEventListener('seeking', tick);
    element.addEventListener('play', turn);
    element.addEventListener('pause', turn);
    return () => {
      element.removeEventListener('timeupdate', tick);
      element.removeEventListener('seeking', tick);
      element.removeEventListener('play', turn);
      element.removeEventListener('pause', turn);
      next.close();
    };
  }, [cameraId, from, to, made]);

  const show = (instant: number) => {
    if (!player.current) return setReport((before) => ({ ...before, state: 'undecodable' }));
    setAt(instant);
    player.current.seek(instant);
  };
  const start = () => {
    // Refused where the page is left meanwhile, or by the browser; the button shows that it stands.
    void video.current?.play().catch(() => {});
  };
  return {
    ...report,
    video,
    at,
    isPlaying,
    speed,
    show,
    play(instant) {
      show(instant);
      start();
    },
    again(instant) {
      wanted.current = instant;
      setReport(IDLE);
      setMade(made + 1);
    },
    toggle() {
      if (video.current?.paused) start();
      else video.current?.pause();
    },
    pause: () => video.current?.pause(),
    setSpeed(times) {
      if (!video.current) return;
      // The browser falls back to the default one when the source changes.
      video.current.defaultPlaybackRate = times;
      video.current.playbackRate = times;
      setSpeed(times);
    },
  };
}

function isNew(before: PlayerReport, change: Partial<PlayerReport>): boolean {
  return Object.entries(change).some(([name, value]) => before[name as keyof PlayerReport] !== value);
}
