import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { StatusPill } from '../../../components/status-pill.tsx';
import { useText } from '../../../i18n/index.ts';
import { LivePicture } from '../../../live/live-picture.tsx';
import { SnapshotButton, SoundButton } from './camera-buttons.tsx';

const TONES = { ok: 'good', warning: 'warn', down: 'bad', unknown: 'neutral', off: 'neutral' } as const;

/** How a camera is, in two words; nothing where all is well. */
export function CameraStatePill({ health: { state } }: Pick<CameraView, 'health'>) {
  const { t } = useText();
  if (state === 'ok' || state === 'unknown') return null;
  return <StatusPill tone={TONES[state]}>{t(`wall.states.${state}`)}</StatusPill>;
}

export const downSince = ({ health: { state, since } }: Pick<CameraView, 'health'>): number | null =>
  state === 'down' ? since : null;

interface Props {
  camera: CameraView;
  hasSound: boolean;
  onSound: (isOn: boolean) => void;
  onOpen: () => void;
  /** The tile is small: only the name. */
  isSmall: boolean;
}

/** One picture of the wall. */
export function WallTile({ camera, hasSound, onSound, onOpen, isSmall }: Props) {
  const { t } = useText();
  const [canSound, setCanSound] = useState(false);
  // A finger presses once.
  const pressed = () => window.matchMedia('(hover: none)').matches && onOpen();
  return (
    <li className="wall-tile">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the name below is the same for who has a keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div className="wall-picture" onDoubleClick={onOpen} onClick={pressed}>
        <LivePicture
          cameraId={camera.id}
          stream="sub"
          name={camera.name}
          muted={!hasSound}
          downSince={downSince(camera)}
          onSound={setCanSound}
        />
      </div>
      <div className="wall-caption">
        <button
          type="button"
          className="wall-name clip"
          title={t('wall.openHelp')}
          aria-label={t('wall.open', { name: camera.name })}
          onClick={onOpen}
        >
          {camera.name}
        </button>
        <CameraStatePill health={camera.health} />
        {!isSmall && (
          <>
            {(canSound || hasSound) && (
              <SoundButton camera={camera} isOn={hasSound} onChange={onSound} size={36} />
            )}
            <SnapshotButton camera={camera} stream="sub" size={36} />
          </>
        )}
      </div>
    </li>
  );
}
