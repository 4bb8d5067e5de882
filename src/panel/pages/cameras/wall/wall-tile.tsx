import { useEffect, useRef, useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useText } from '../../../i18n/index.ts';
import { LivePicture } from '../../../live/live-picture.tsx';
import { CameraPill } from '../camera-pill.tsx';
import { SnapshotButton, SoundButton } from './camera-buttons.tsx';
import { downSince } from './down-since.ts';
import type { WallSize } from './wall-settings.ts';

interface Props {
  camera: CameraView;
  hasSound: boolean;
  onSound: (isOn: boolean) => void;
  onOpen: () => void;
  /** It was large just now: the focus comes back to it. */
  cameFrom: boolean;
  /** How many are beside it: the more, the less there is room for. */
  size: WallSize;
}

/** One picture of the wall. */
export function WallTile({ camera, hasSound, onSound, onOpen, cameFrom, size }: Props) {
  const { t } = useText();
  const [canSound, setCanSound] = useState(false);
  const name = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (cameFrom) name.current?.focus();
  }, [cameFrom]);
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
          ref={name}
          className="wall-name clip"
          title={`${camera.name}. ${t('wall.openHelp')}`}
          aria-label={t('wall.open', { name: camera.name })}
          onClick={onOpen}
        >
          {camera.name}
        </button>
        <CameraPill health={camera.health} whenWrong isShort={size > 4} />
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
