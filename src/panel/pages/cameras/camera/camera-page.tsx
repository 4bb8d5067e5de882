import { Button } from '@mantine/core';
import { IconEye, IconHistory } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCamera } from '../../../api/cameras.ts';
import { useRight } from '../../../api/session.ts';
import { CAMERAS_PATH } from '../../../components/navigation.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';
import { CameraPill } from '../camera-pill.tsx';
import { CameraAccount } from './camera-account.tsx';
import { CameraClock } from './camera-clock.tsx';
import { CameraDetails } from './camera-details.tsx';
import { CameraEvents } from './camera-events.tsx';
import { CameraFacts } from './camera-facts.tsx';
import { CameraManaging } from './camera-managing.tsx';
import { CameraPicture } from './camera-picture.tsx';
import { CameraRecording } from './camera-recording.tsx';
import { CameraSecurityCard } from './camera-security.tsx';
import { CameraStateCard } from './camera-state-card.tsx';
import '../../../i18n/cameras.ts';
import '../cameras.css';

export default function CameraPage({ id }: { id: string }) {
  const camera = useCamera(id);
  return (
    <QueryView page query={camera} lines={3} lineHeight={120}>
      {(data) => <CameraCards camera={data} />}
    </QueryView>
  );
}

function CameraCards({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const mayWrite = useRight('camera.write');
  const mayAudit = useRight('audit.read');
  const { id, health } = camera;
  return (
    <>
      <PageHeader
        title={camera.name}
        back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}
        actions={
          <>
            <Button
              component={Link}
              href={`/cameras/${id}/footage`}
              variant="default"
              leftSection={<IconHistory size={20} aria-hidden />}
            >
              {t('cameras.footage')}
            </Button>
            {mayAudit && (
              <Button
                component={Link}
                href={`/cameras/viewings?camera=${id}`}
                variant="default"
                leftSection={<IconEye size={20} aria-hidden />}
              >
                {t('viewings.title')}
              </Button>
            )}
          </>
        }
      >
        <span className="row-wrap">
          <CameraPill health={health} />
          {health.since !== null && (
            <span>
              {t('cameras.stateSince')} <When at={health.since} show="both" />
            </span>
          )}
        </span>
      </PageHeader>
      <div className="split">
        <div className="column">
          <CameraPicture camera={camera} />
          <CameraStateCard camera={camera} />
          {mayWrite && camera.onvif && <CameraClock camera={camera} />}
          {mayWrite && <CameraDetails camera={camera} />}
          <CameraEvents camera={camera} />
        </div>
        <div className="column">
          <CameraFacts camera={camera} />
          <CameraRecording camera={camera} />
          <CameraSecurityCard camera={camera} />
          {mayWrite && (
            <>
              <CameraAccount camera={camera} />
              <CameraManaging camera={camera} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
