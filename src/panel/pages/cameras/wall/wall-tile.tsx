import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { StatusPill } from '../../../components/status-pill.tsx';
import { useText } from '../../../i18n/index.ts';
import { LivePicture } from '../../../live/live-picture.tsx';
import { SnapshotButton, SoundButton } from './camera-buttons.tsx';
import type { WallSize } from './wall-settings.ts';

const TONES = { ok: 'good', warning: 'warn', down: 'bad', unknown: 'neutral', off: 'neutral' } as const;

interface PillProps {
  health: CameraView['health'];
  /** A sign that tells its words when it is pointed at. */
  isShort?: boolean;
}

/** How a camera is, in two words; nothing where all is well. */
export function CameraStatePill({ health: { state }, isShort = false }: PillProps) {
  const { t } = useText();
  if (state === 'ok' || state === 'unknown') return null;
  const words = t(`wall.states.${state}`);
  return (
    <span className="wall-state" title={words}>
      <StatusPill tone={TONES[state]} {...(isShort && { icon: IconAlertTriangle })}>
        <span className={isShort ? 'hidden' : undefined}>{words}</span>
      </StatusPill>
    </span>
  );
}

export const downSince = ({ health: { state, since } }: Pick<CameraView, 'health'>): number | null =>
  state === 'down' ? since : null;

interface Props {
  camera: CameraView;
  hasSound: boolean;
  onSound: (isOn: boolean) => void;
  onOpen: () => void;
  /** How many are beside it: the more, the less there is room for. */
  size: WallSize;
}

/** One picture of the wall. */
export function WallTile({ camera, hasSound, onSound, onOpen, size }: Props) {
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
          title={`${camera.name}. ${t('wall.openHelp')}`}
          aria-label={t('wall.open', { name: camera.name })}
          onClick={onOpen}
        >
          {camera.name}
        </button>
        <CameraStatePill health={camera.health} isShort={size > 4} />
        {size < 16 && (
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
