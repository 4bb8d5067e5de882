import { NativeSelect } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useSearchParams } from 'wouter';
import type { Viewing } from '../../../cameras/viewing/schemas.ts';
import { useCameras } from '../../api/cameras.ts';
import { useViewings } from '../../api/footage.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { CAMERAS_PATH } from '../../components/navigation.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { durationText, spanTexts } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import '../../i18n/cameras.ts';

/** Who looked at which camera, for whoever answers for it. */
export default function ViewingsPage() {
  const { t } = useText();
  const cameras = useCameras();
  const [search, setSearch] = useSearchParams();
  const cameraId = search.get('camera') ?? '';
  const viewings = useViewings(cameraId);
  const nameOf = (id: string) => cameras.data?.find((camera) => camera.id === id)?.name ?? t('viewings.gone');
  return (
    <>
      <PageHeader title={t('viewings.title')} back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}>
        {t('viewings.note')}
      </PageHeader>
      <div className="column">
        <div className="filters">
          <NativeSelect
            aria-label={t('viewings.camera')}
            value={cameraId}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setSearch(value ? { camera: value } : {}, { replace: true });
            }}
            data={[
              { value: '', label: t('viewings.every') },
              ...(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
        <QueryView query={viewings} lineHeight={64} lines={6}>
          {() =>
            viewings.items.length === 0 ? (
              <div className="card">
                <EmptyState icon={IconEye} title={t('viewings.none')}>
                  {t('viewings.noneText')}
                </EmptyState>
              </div>
            ) : (
              <>
                <ul className="rows">
                  {viewings.items.map((viewing) => (
                    <ViewingRow key={viewing.id} viewing={viewing} camera={nameOf(viewing.cameraId)} />
                  ))}
                </ul>
                <LoadMore pages={viewings} shown={viewings.items.length} />
              </>
            )
          }
        </QueryView>
      </div>
    </>
  );
}

function ViewingRow({ viewing, camera }: { viewing: Viewing; camera: string }) {
  const { t, language } = useText();
  const { userName, address, startedAt, endedAt, reason, fromAt, toAt, kind } = viewing;
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">
          {camera} · {userName}
        </span>
        <span className="muted small">
          <When at={startedAt} />
          {endedAt !== null && ` · ${durationText(endedAt - startedAt, language)}`}
          {address !== null && ` · ${t('viewings.from', { address })}`}
        </span>
        {fromAt !== null && toAt !== null && (
          <span className="small">{t('viewings.range', spanTexts(fromAt, toAt, language))}</span>
        )}
        {reason && <span className="small">{t('viewings.reason', { reason })}</span>}
      </span>
      <StatusPill tone="neutral">{t(`viewings.kinds.${kind}`)}</StatusPill>
      {endedAt === null && (
        <StatusPill tone="info">{t(kind === 'export' ? 'viewings.loading' : 'viewings.going')}</StatusPill>
      )}
    </li>
  );
}
