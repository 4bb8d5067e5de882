import { Button } from '@mantine/core';
import { IconArrowsMove, IconMaximize } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useRight } from '../../../api/session.ts';
import { useText } from '../../../i18n/index.ts';
import { LivePicture } from '../../../live/live-picture.tsx';
import { SnapshotButton, SoundButton } from '../wall/camera-buttons.tsx';
import { downSince } from '../wall/wall-tile.tsx';
import '../wall/wall.css';

/** What the camera sees; its steering is beside the large picture. */
export function CameraPicture({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const mayMove = useRight('camera.move');
  const [hasSound, setSound] = useState(false);
  const [canSound, setCanSound] = useState(false);
  const isSteered = camera.ptz && mayMove;
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
        <span className="grow">
          <Button
            component={Link}
            href={`/cameras/wall?camera=${camera.id}`}
            variant="subtle"
            leftSection={
              isSteered ? <IconArrowsMove size={20} aria-hidden /> : <IconMaximize size={20} aria-hidden />
            }
          >
            {t(isSteered ? 'cameras.steer' : 'cameras.large')}
          </Button>
        </span>
        {(canSound || hasSound) && (
          <SoundButton camera={camera} isOn={hasSound} onChange={setSound} size={44} />
        )}
        <SnapshotButton camera={camera} stream="main" size={44} />
      </div>
    </section>
  );
}
