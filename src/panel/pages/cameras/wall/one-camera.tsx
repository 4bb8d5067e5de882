import { Button } from '@mantine/core';
import { IconArrowLeft, IconHistory, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useRight } from '../../../api/session.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';
import { CameraPill, healthWord } from '../camera-pill.tsx';
import { LargePicture } from './large-picture.tsx';
import { Presets } from './presets.tsx';
import { PtzPad } from './ptz-pad.tsx';

interface Props {
  camera: CameraView;
  onBack: () => void;
  fullScreen: ReactNode;
}

/** One camera as large as the page, in its best picture. */
export function OneCamera({ camera, onBack, fullScreen }: Props) {
  const { t } = useText();
  const mayMove = useRight('camera.move');
  useEffect(() => {
    const leave = ({ key, defaultPrevented }: KeyboardEvent) => {
      // The full screen is left first, and an open dialog closed.
      const isTaken =
        defaultPrevented || document.fullscreenElement || document.querySelector('[aria-modal]');
      if (key === 'Escape' && !isTaken) onBack();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [onBack]);
  const isSteered = camera.ptz && mayMove;
  return (
    <>
      <PageHeader
        title={camera.name}
        actions={
          <>
            <Button variant="default" leftSection={<IconArrowLeft size={20} aria-hidden />} onClick={onBack}>
              {t('wall.back')}
            </Button>
            {fullScreen}
          </>
        }
      >
        {camera.place}
      </PageHeader>
      <div className="wall-one" data-steered={isSteered || undefined}>
        <div className="column">
          <LargePicture camera={camera}>
            <CameraPill health={camera.health} whenWrong />
          </LargePicture>
          {(camera.health.state === 'down' || camera.health.state === 'warning') && (
            <CameraTrouble camera={camera} />
          )}
          <div className="actions">
            <Button
              component={Link}
              href={`/cameras/${camera.id}`}
              variant="default"
              leftSection={<IconInfoCircle size={20} aria-hidden />}
            >
              {t('wall.details')}
            </Button>
            <Button
              component={Link}
              href={`/cameras/${camera.id}/footage`}
              variant="default"
              leftSection={<IconHistory size={20} aria-hidden />}
            >
              {t('wall.footage')}
            </Button>
          </div>
        </div>
        {isSteered && (
          <aside className="card column wall-steering" aria-label={t('ptz.title')}>
            <PtzPad cameraId={camera.id} />
            <Presets cameraId={camera.id} />
          </aside>
        )}
      </div>
    </>
  );
}

/** What is the matter, since when, and what to do. */
function CameraTrouble({ camera: { health } }: { camera: CameraView }) {
  const { t, language } = useText();
  const text = language === 'en' ? health.textEn : health.text;
  return (
    <Notice tone={health.state === 'down' ? 'bad' : 'warn'} title={healthWord(t, health)}>
      {text}
      {health.since !== null && (
        <>
          {' '}
          {t('cameras.stateSince')} <When at={health.since} show="both" />.
        </>
      )}
    </Notice>
  );
}
