import { Button } from '@mantine/core';
import { IconArrowsMove, IconMaximize } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useRight } from '../../../api/session.ts';
import { useText } from '../../../i18n/index.ts';
import { LargePicture } from '../wall/large-picture.tsx';

/** What the camera sees; its steering is beside the large picture. */
export function CameraPicture({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const mayMove = useRight('camera.move');
  const isSteered = camera.ptz && mayMove;
  const Mark = isSteered ? IconArrowsMove : IconMaximize;
  return (
    <LargePicture camera={camera}>
      <Button
        component={Link}
        href={`/cameras/wall?camera=${camera.id}`}
        variant="subtle"
        leftSection={<Mark size={20} aria-hidden />}
      >
        {t(isSteered ? 'cameras.steer' : 'cameras.large')}
      </Button>
    </LargePicture>
  );
}
