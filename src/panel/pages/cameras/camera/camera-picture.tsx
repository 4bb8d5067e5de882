import { Button } from '@mantine/core';
import { IconCamera, IconVideoOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { snapshotUrl } from '../../../api/cameras.ts';
import { stationNow } from '../../../api/session.ts';
import { useText } from '../../../i18n/index.ts';

/** What the camera sees, once it is asked for. */
export function CameraPicture({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const [at, setAt] = useState<number>();
  const [failed, setFailed] = useState(false);
  const look = () => {
    setFailed(false);
    setAt(stationNow());
  };
  return (
    <section className="column" aria-label={t('cameras.picture')}>
      <div className="camera-frame">
        {at !== undefined && !failed ? (
          <img
            src={`${snapshotUrl(camera.id, 'main')}&at=${at}`}
            alt={camera.name}
            onError={() => setFailed(true)}
          />
        ) : (
          <IconVideoOff size={40} stroke={1.5} aria-hidden />
        )}
      </div>
      {failed && <p role="alert">{t('cameras.noPicture')}</p>}
      <Button
        variant="default"
        className="fit"
        leftSection={<IconCamera size={20} aria-hidden />}
        onClick={look}
      >
        {t('cameras.look')}
      </Button>
    </section>
  );
}
