import { Button, FileButton } from '@mantine/core';
import { IconArrowsMove, IconCheck, IconMap2, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { MapFacts } from '../../../../cameras/map/routes.ts';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameras } from '../../../api/cameras.ts';
import { useCommuneMap, useRemoveMap, useUploadMap } from '../../../api/commune-map.ts';
import { useRight } from '../../../api/session.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Failure } from '../../../components/failure.tsx';
import { CAMERAS_PATH } from '../../../components/navigation.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';
import { CAMERA_STATES, STATE_LOOKS } from '../camera-pill.tsx';
import { ArrangeMap } from './arrange-map.tsx';
import { MapBoard } from './map-board.tsx';
import '../../../i18n/cameras.ts';
import './map.css';

/** What the station takes, as the picker of files knows it. */
const PICTURES = 'image/png,image/jpeg,image/webp';

/** The commune from above, with its cameras. */
export default function MapPage() {
  const { t } = useText();
  const cameras = useCameras();
  const picture = useCommuneMap();
  return (
    <QueryView page query={picture} lines={1} lineHeight={480}>
      {(facts) => (
        <QueryView page query={cameras} lines={1} lineHeight={480}>
          {(all) =>
            facts ? (
              <PlacedCameras picture={facts} cameras={all} />
            ) : (
              <>
                <PageHeader
                  title={t('cameras.mapPage.title')}
                  back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}
                />
                <NoPicture />
              </>
            )
          }
        </QueryView>
      )}
    </QueryView>
  );
}

function NoPicture() {
  const { t } = useText();
  const mayWrite = useRight('camera.write');
  return (
    <div className="card">
      <EmptyState icon={IconMap2} title={t('cameras.mapPage.none')} action={mayWrite && <UploadMap filled />}>
        {t(mayWrite ? 'cameras.mapPage.noneText' : 'cameras.mapPage.noneForViewer')}
      </EmptyState>
    </div>
  );
}

function UploadMap({ filled = false }: { filled?: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const send = useUploadMap();
  return (
    <div className="column-tight">
      <FileButton
        accept={PICTURES}
        onChange={(file) =>
          file && send.mutate(file, { onSuccess: () => toast(t('cameras.mapPage.uploaded')) })
        }
      >
        {(props) => (
          <Button
            {...props}
            variant={filled ? 'filled' : 'default'}
            leftSection={<IconUpload size={20} aria-hidden />}
            loading={send.isPending}
          >
            {t(filled ? 'cameras.mapPage.upload' : 'cameras.mapPage.replace')}
          </Button>
        )}
      </FileButton>
      <Failure error={send.error} />
    </div>
  );
}

function PlacedCameras({ picture, cameras }: { picture: MapFacts; cameras: CameraView[] }) {
  const { t } = useText();
  const mayWrite = useRight('camera.write');
  const [arranging, setArranging] = useState(false);
  const placed = cameras.filter(({ mapX }) => mapX !== null).length;
  return (
    <>
      <PageHeader
        back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}
        title={t('cameras.mapPage.title')}
        actions={
          mayWrite &&
          cameras.length > 0 && (
            <Button
              leftSection={
                arranging ? <IconCheck size={20} aria-hidden /> : <IconArrowsMove size={20} aria-hidden />
              }
              onClick={() => setArranging(!arranging)}
            >
              {t(arranging ? 'common.done' : 'cameras.mapPage.arrange')}
            </Button>
          )
        }
      >
        {t('cameras.mapPage.placed', { placed, total: cameras.length })}
      </PageHeader>
      <div className="column">
        {arranging ? (
          <ArrangeMap picture={picture} cameras={cameras} />
        ) : (
          <>
            <MapBoard picture={picture} cameras={cameras} />
            <Legend cameras={cameras.filter(({ mapX }) => mapX !== null)} />
          </>
        )}
        {mayWrite && arranging && <PictureDeeds />}
      </div>
    </>
  );
}

/** What the signs on the map mean, and how many there are of each. */
function Legend({ cameras }: { cameras: CameraView[] }) {
  const { t } = useText();
  const counted = CAMERA_STATES.map((state) => ({
    state,
    count: cameras.filter(({ health }) => health.state === state).length,
  }));
  return (
    <p className="row-wrap">
      {counted
        .filter(({ count }) => count > 0)
        .map(({ state, count }) => (
          <StatusPill key={state} tone={STATE_LOOKS[state][0]} icon={STATE_LOOKS[state][1]}>
            {t('cameras.mapPage.counted', { state: t(`cameras.states.${state}`), count })}
          </StatusPill>
        ))}
    </p>
  );
}

function PictureDeeds() {
  const { t } = useText();
  const remove = useRemoveMap();
  const [asking, setAsking] = useState(false);
  return (
    <div className="actions">
      <UploadMap />
      <Button variant="subtle" color="rust" onClick={() => setAsking(true)}>
        {t('cameras.mapPage.remove')}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('cameras.mapPage.removeTitle')}
        verb={t('cameras.mapPage.remove')}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
        busy={remove.isPending}
        error={remove.error}
      >
        {t('cameras.mapPage.removeText')}
      </Confirm>
    </div>
  );
}
