import { ActionIcon, Button, Loader, NativeSelect } from '@mantine/core';
import {
  IconCamera,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconRewindBackward10,
  IconRewindForward10,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { localDay } from '../../../../clock.ts';
import { useToast } from '../../../components/toast.ts';
import { dayText, secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { driftText } from './drift-text.ts';
import { PlayerWord } from './player-word.tsx';
import { saveStill } from './still.ts';
import type { Player } from './use-player.ts';
import './player.css';

const SPEEDS = [0.5, 1, 2, 4, 8];

/** A hole ends some hundredths beside the second that it is known by. */
const nearest = (at: number) => secondsText(Math.round(at / 1_000) * 1_000);

interface Props {
  player: Player;
  cameraName: string;
  /** Pictures a second of the camera. */
  fps: number;
  /** Nothing was recorded on this day. */
  isEmpty: boolean;
  /** Plays or pauses; the first time, from where the timeline stands. */
  onToggle: () => void;
  /** Opens the dialog of an export; undefined where this person may not. */
  onExport: (() => void) | undefined;
}

/** The picture, when it was, and everything to move about in it. */
export function FootageView({ player, cameraName, fps, isEmpty, onToggle, onExport }: Props) {
  const { t, language } = useText();
  const toast = useToast();
  const [isMuted, setMuted] = useState(true);
  const { at, isPlaying, speed, segment, jumped, video } = player;
  // There is nothing to go on with before somebody has pressed to try again.
  const hasFailed = player.state === 'failed';
  const isThere = at !== null && player.state !== 'undecodable' && !hasFailed;
  const goesOn = isPlaying && !hasFailed;
  const step = (ms: number) => {
    if (at !== null) player.show(at + ms);
  };
  const frame = (direction: 1 | -1) => {
    player.pause();
    step((direction * 1_000) / fps);
  };
  const still = async () => {
    if (at === null || !video.current) return;
    if (!(await saveStill(video.current, cameraName, at))) toast(t('footage.stillFailed'), true);
  };
  return (
    <section className="card column" aria-label={t('footage.picture')}>
      <div className="footage-screen">
        <video ref={video} playsInline muted={isMuted} aria-label={t('footage.picture')} />
        {player.state === 'loading' && (
          <output className="footage-word">
            <Loader color="white" aria-hidden />
            {t('footage.loading')}
          </output>
        )}
        <PlayerWord player={player} isEmpty={isEmpty} onExport={onExport} />
        {jumped && (
          <output className="footage-jumped numbers">
            {t(jumped.isHidden ? 'footage.hidden' : 'footage.jumped', {
              from: nearest(jumped.from),
              to: nearest(jumped.to),
            })}
          </output>
        )}
      </div>
      <div className="row-wrap">
        <span className="grow numbers">
          {at === null ? (
            <span className="muted">{t('footage.noMoment')}</span>
          ) : (
            <>
              <span className="strong">{secondsText(at)}</span> {dayText(localDay(at), language)}
            </>
          )}
        </span>
        {segment && <span className="muted small">{driftText(segment.driftMs, t, language)}</span>}
      </div>
      <div className="footage-controls">
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.back10')}
          disabled={!isThere}
          onClick={() => step(-10_000)}
        >
          <IconRewindBackward10 size={24} />
        </ActionIcon>
        <Button
          leftSection={
            goesOn ? <IconPlayerPause size={20} aria-hidden /> : <IconPlayerPlay size={20} aria-hidden />
          }
          disabled={player.state === 'undecodable' || hasFailed || isEmpty}
          onClick={onToggle}
        >
          {t(goesOn ? 'footage.pause' : 'footage.play')}
        </Button>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.on10')}
          disabled={!isThere}
          onClick={() => step(10_000)}
        >
          <IconRewindForward10 size={24} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.frameBack')}
          disabled={!isThere}
          onClick={() => frame(-1)}
        >
          <IconPlayerSkipBack size={22} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('footage.frameOn')}
          disabled={!isThere}
          onClick={() => frame(1)}
        >
          <IconPlayerSkipForward size={22} />
        </ActionIcon>
        <NativeSelect
          aria-label={t('footage.speed')}
          value={String(speed)}
          onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
          data={SPEEDS.map((value) => ({
            value: String(value),
            label: t('footage.times', { speed: value.toLocaleString(language === 'en' ? 'en-GB' : 'vi-VN') }),
          }))}
        />
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t(isMuted ? 'footage.soundOn' : 'footage.soundOff')}
          onClick={() => setMuted(!isMuted)}
        >
          {isMuted ? <IconVolumeOff size={22} /> : <IconVolume size={22} />}
        </ActionIcon>
        <Button
          variant="default"
          leftSection={<IconCamera size={20} aria-hidden />}
          disabled={player.state !== 'ready' && player.state !== 'end'}
          onClick={() => void still()}
        >
          {t('footage.still')}
        </Button>
      </div>
    </section>
  );
}
