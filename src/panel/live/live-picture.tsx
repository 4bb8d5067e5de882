import { Button, Loader } from '@mantine/core';
import { IconPlayerPlay, IconVideoOff } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { StreamRole } from '../../cameras/schemas.ts';
import { stationNow, useSession } from '../api/session.ts';
import { When } from '../components/when.tsx';
import { secondsText } from '../format/time.ts';
import { useText } from '../i18n/index.ts';
import '../i18n/cameras.ts';
import type { LiveState, StreamAbout } from './live-state.ts';
import { useLive, type Way } from './use-live.ts';
import { useShown } from './use-shown.ts';
import './live-picture.css';

/** As the makers of cameras call it. */
const codecName = ({ video }: StreamAbout) =>
  ({ hevc: 'H.265', h264: 'H.264' })[video] ?? video.toUpperCase();

interface Props {
  cameraId: string;
  /** `sub` for the wall, `main` for one picture. Another one needs another key. */
  stream: StreamRole;
  /** The camera's name, for who cannot see the picture. */
  name: string;
  muted?: boolean;
  /** UTC ms; the camera is known to be down since then. */
  downSince?: number | null;
  /** Whether there is sound to be heard; what the station has converted may have some. */
  onSound?: (hasSound: boolean) => void;
}

/** One camera live, for as long as it can be seen: the picture, and in words what keeps it from being one. */
export function LivePicture({ cameraId, stream, name, muted = true, downSince = null, onSound }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const last = useRef<HTMLCanvasElement>(null);
  const converted = useRef<HTMLCanvasElement>(null);
  const elements = useMemo(() => ({ video, last, converted }), []);
  const isShown = useShown(frame);
  const isSignedIn = useSession().data?.user != null;
  const isActive = isShown && isSignedIn;
  const { way, state, resume } = useLive({ cameraId, stream, muted, isActive }, elements);
  const hasSound = state.is === 'playing' && (state.about ?? way.instead)?.audio !== false;
  useEffect(() => onSound?.(hasSound), [hasSound, onSound]);
  return (
    <div className="live" ref={frame} data-live={isActive ? state.is : 'idle'} data-way={way.by}>
      <canvas ref={last} width={0} height={0} aria-hidden className="live-layer" />
      <video ref={video} className="live-layer" playsInline autoPlay muted aria-label={name} />
      <canvas
        ref={converted}
        width={0}
        height={0}
        className="live-layer"
        hidden={way.by !== 'mpeg1'}
        role="img"
        aria-label={name}
      />
      {isActive && <Words state={state} downSince={downSince} resume={resume} />}
      {isActive && state.is === 'playing' && <WayWords way={way} wanted={stream} />}
    </div>
  );
}

interface WordsProps {
  state: LiveState;
  downSince: number | null;
  resume: () => void;
}

function Words({ state, downSince, resume }: WordsProps) {
  const { t, language } = useText();
  const endedAt = useEndOfPictures(state.is);
  if (state.is === 'playing' || state.is === 'refused') return null;
  if (state.is === 'blocked') {
    return (
      <div className="live-words">
        <Button leftSection={<IconPlayerPlay size={20} aria-hidden />} onClick={resume}>
          {t('live.press')}
        </Button>
      </div>
    );
  }
  if (state.is !== 'lost') {
    return (
      <div className="live-words">
        <Loader size="sm" color="gray.3" aria-hidden />
        <p>{t('live.connecting')}</p>
        {downSince !== null && <DownSince at={downSince} />}
      </div>
    );
  }
  const { why } = state;
  const told = typeof why === 'string' ? t(`live.${why}`) : language === 'en' ? why.textEn : why.text;
  return (
    <div className="live-words live-words-lost">
      <IconVideoOff size={22} aria-hidden />
      <p title={told}>{told}</p>
      {downSince !== null ? (
        <DownSince at={downSince} />
      ) : (
        endedAt !== null && <p className="small numbers">{t('live.last', { time: secondsText(endedAt) })}</p>
      )}
    </div>
  );
}

function DownSince({ at }: { at: number }) {
  const { t } = useText();
  return (
    <p className="small">
      {t('live.downSince')} <When at={at} />
    </p>
  );
}

/** When the last picture came, once none comes any more; null before any. */
function useEndOfPictures(is: LiveState['is']): number | null {
  const [at, setAt] = useState<number | null>(null);
  const before = useRef(is);
  useEffect(() => {
    if (before.current === 'playing' && is !== 'playing') setAt(stationNow());
    before.current = is;
  }, [is]);
  return at;
}

function WayWords({ way, wanted }: { way: Way; wanted: StreamRole }) {
  const { t } = useText();
  const codec = way.instead ? codecName(way.instead) : t('live.someCodec');
  if (way.by === 'mpeg1') return <p className="live-note">{t('live.converted', { codec })}</p>;
  if (way.stream !== wanted) return <p className="live-note">{t('live.smaller', { codec })}</p>;
  return null;
}
