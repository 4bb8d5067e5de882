import { type ReactNode, useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useText } from '../../../i18n/index.ts';
import { LivePicture } from '../../../live/live-picture.tsx';
import { SnapshotButton, SoundButton } from './camera-buttons.tsx';
import { downSince } from './down-since.ts';
import './wall.css';

interface Props {
  camera: CameraView;
  /** Below the picture, before the buttons. */
  children: ReactNode;
}

/** A camera in its best picture, with its sound and what can be kept of it. */
export function LargePicture({ camera, children }: Props) {
  const { t } = useText();
  const [hasSound, setSound] = useState(false);
  const [canSound, setCanSound] = useState(false);
  return (
    <section className="wall-tile" aria-label={t('cameras.picture')}>
      <div className="wall-picture">
        <LivePicture
          cameraId={camera.id}
          stream="main"
          name={camera.name}
          muted={!hasSound}
          downSince={downSince(camera)}
          onSound={setCanSound}
        />
      </div>
      <div className="wall-caption">
        <span className="grow row-wrap">{children}</span>
        {(canSound || hasSound) && (
          <SoundButton camera={camera} isOn={hasSound} onChange={setSound} size={44} />
        )}
        <SnapshotButton camera={camera} stream="main" size={44} />
      </div>
    </section>
  );
}
