import { Button } from '@mantine/core';
import { IconVideoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RemovedView } from '../../../cameras/recording/schemas.ts';
import { localDay } from '../../../clock.ts';
import { useEraseRemoved, useRemovedCameras } from '../../api/footage.ts';
import { useRight } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { CAMERAS_PATH } from '../../components/navigation.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useToast } from '../../components/toast.ts';
import { bytesText } from '../../format/number.ts';
import { instantText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import '../../i18n/cameras.ts';

/** Cameras that are no longer there and of which something was recorded: it is looked at as that of any other. */
export default function RemovedPage() {
  const { t } = useText();
  const removed = useRemovedCameras();
  return (
    <>
      <PageHeader title={t('removed.title')} back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}>
        {t('removed.note')}
      </PageHeader>
      <QueryView query={removed} lineHeight={110} lines={3}>
        {() =>
          removed.items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconVideoOff} title={t('removed.none')}>
                {t('removed.noneText')}
              </EmptyState>
            </div>
          ) : (
            <div className="column">
              {removed.items.map((camera) => (
                <RemovedCard key={camera.cameraId} camera={camera} />
              ))}
              <LoadMore pages={removed} shown={removed.items.length} />
            </div>
          )
        }
      </QueryView>
    </>
  );
}

function RemovedCard({ camera }: { camera: RemovedView }) {
  const { t, language } = useText();
  const mayErase = useRight('camera.write');
  const { cameraId, place, zone, maker, model, serial, removedAt, oldestAt, newestAt, bytes } = camera;
  const name = camera.name || t('removed.unnamed');
  const kind = [maker, model, serial && t('removed.serial', { serial })].filter(Boolean).join(' · ');
  const where = [place, zone].filter(Boolean).join(', ');
  const day = newestAt === null ? '' : `?day=${localDay(newestAt)}`;
  return (
    <article className="card column" aria-label={name}>
      <div className="row-wrap">
        <div className="grow column-tight">
          <h2>{name}</h2>
          {where && <p className="small">{where}</p>}
          {kind && <p className="muted small">{kind}</p>}
          {oldestAt !== null && newestAt !== null && (
            <p className="small numbers">
              {t('removed.holds', {
                from: instantText(oldestAt, language),
                to: instantText(newestAt, language),
                size: bytesText(bytes, language),
              })}
            </p>
          )}
          {removedAt !== null && (
            <p className="muted small numbers">
              {t('removed.removedAt', { when: instantText(removedAt, language) })}
            </p>
          )}
        </div>
        {camera.erasing && <StatusPill tone="info">{t('removed.erasing')}</StatusPill>}
      </div>
      {camera.erasing && <p className="small">{t('removed.erasingText')}</p>}
      <div className="actions">
        <Button
          component={Link}
          href={`/cameras/${encodeURIComponent(cameraId)}/footage${day}`}
          variant="default"
        >
          {t('removed.watch')}
        </Button>
        {mayErase && !camera.erasing && <Erase cameraId={cameraId} name={name} />}
      </div>
    </article>
  );
}

function Erase({ cameraId, name }: { cameraId: string; name: string }) {
  const { t } = useText();
  const toast = useToast();
  const erase = useEraseRemoved();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" color="rust" onClick={() => setAsking(true)}>
        {t('removed.erase')}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('removed.eraseTitle', { name })}
        verb={t('removed.erase')}
        busy={erase.isPending}
        error={erase.error}
        onConfirm={() =>
          erase.mutate(cameraId, {
            onSuccess: () => {
              setAsking(false);
              toast(t('removed.eraseAsked'));
            },
          })
        }
      >
        {t('removed.eraseText')}
      </Confirm>
    </>
  );
}
