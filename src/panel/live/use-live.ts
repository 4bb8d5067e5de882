import { type RefObject, useEffect, useRef, useState } from 'react';
import type { StreamRole } from '../../cameras/schemas.ts';
import { http } from '../api/http.ts';
import { LivePlayer } from './live-player.ts';
import type { LiveState, Player, PlayerOptions, StreamAbout } from './live-state.ts';
import { canBeFed } from './media-source.ts';

/** How the picture comes: as the camera sends it, or converted by the station. */
export interface Way {
  by: 'mse' | 'mpeg1';
  stream: StreamRole;
  /** What the browser did not decode; null for nothing yet, or where it can be fed with nothing at all. */
  instead: StreamAbout | null;
}

interface Elements {
  video: RefObject<HTMLVideoElement | null>;
  /** Shows the last picture while the video has none. */
  last: RefObject<HTMLCanvasElement | null>;
  converted: RefObject<HTMLCanvasElement | null>;
}

interface Options {
  cameraId: string;
  stream: StreamRole;
  muted: boolean;
  /** False: nobody looks, so that nothing is fetched. */
  isActive: boolean;
}

/** Where the decoder itself could not be fetched. */
const FETCH_AGAIN_MS = 5_000;

const CONNECTING: LiveState = { is: 'connecting' };

/**
 * One live picture in these elements. What the browser cannot decode is looked for in the smaller stream, which most
 * cameras send as H.264; only where that is no better does the station convert.
 */
export function useLive({ cameraId, stream, muted, isActive }: Options, elements: Elements) {
  const [way, setWay] = useState<Way>({ by: canBeFed() ? 'mse' : 'mpeg1', stream, instead: null });
  const [state, setState] = useState<LiveState>(CONNECTING);
  const player = useRef<Player>(undefined);
  const isMuted = useRef(muted);

  useEffect(() => {
    isMuted.current = muted;
    player.current?.setMuted(muted);
  }, [muted]);

  useEffect(() => {
    const { video, last, converted } = elements;
    if (!isActive || !video.current || !last.current || !converted.current) return;
    let isOver = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const options: PlayerOptions = {
      cameraId,
      stream: way.stream,
      muted: isMuted.current,
      onState(next) {
        setState(next);
        if (next.is === 'refused') http.onSignedOut();
        if (next.is === 'undecodable') setWay(wayAfter(way, stream, next.about));
      },
      onDoubt: () => http.onSignedOut(),
    };
    setState(CONNECTING);
    if (way.by === 'mse') player.current = new LivePlayer(video.current, last.current, options);
    else {
      const canvas = converted.current;
      import('./mpeg1-player.ts').then(
        ({ Mpeg1Player }) => {
          if (!isOver) player.current = new Mpeg1Player(canvas, { ...options, muted: isMuted.current });
        },
        () => {
          if (isOver) return;
          setState({ is: 'lost', why: 'station' });
          again = setTimeout(() => setWay({ ...way }), FETCH_AGAIN_MS);
        },
      );
    }
    return () => {
      isOver = true;
      clearTimeout(again);
      player.current?.close();
      player.current = undefined;
    };
  }, [cameraId, stream, way, isActive, elements]);

  return { way, state, resume: () => player.current?.resume() };
}

function wayAfter({ stream }: Way, wanted: StreamRole, instead: StreamAbout): Way {
  return stream === 'main' ? { by: 'mse', stream: 'sub', instead } : { by: 'mpeg1', stream: wanted, instead };
}
