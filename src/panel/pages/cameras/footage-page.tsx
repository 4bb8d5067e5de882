import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { addDays, localDay, localInstant } from '../../../clock.ts';
import { useCameraRecording, useCameras } from '../../api/cameras.ts';
import { useTimeline } from '../../api/footage.ts';
import { stationNow } from '../../api/session.ts';
import { DayField } from '../../components/fields/day-field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { FootageDay } from './footage/footage-day.tsx';
import '../../i18n/cameras.ts';
import './footage/player.css';

/** Of a camera that does not say how many pictures a second it sends. */
const FPS = 25;

/** What was recorded of a camera, day by day. `?day=2026-11-26`, or `?at=` an instant in UTC ms. */
export default function FootagePage({ id }: { id: string }) {
  const { t } = useText();
  const cameras = useCameras();
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('at')) || null;
  const today = localDay(stationNow());
  const given = search.get('day') ?? '';
  const isDay = localInstant(given, '00:00') !== undefined;
  const day = isDay ? given : asked !== null && Number.isSafeInteger(asked) ? localDay(asked) : today;
  const shown = useMemo(() => {
    const from = localInstant(day, '00:00') ?? 0;
    return { from, to: localInstant(addDays(day, 1), '00:00') ?? from };
  }, [day]);
  const timeline = useTimeline(id, shown.from, shown.to, day >= today);
  const camera = cameras.data?.find((one) => one.id === id);
  const isGone = cameras.data !== undefined && !camera;
  const { data: gone } = useCameraRecording(id, isGone);
  const name = camera?.name ?? (isGone ? gone?.removed?.name || t('viewings.gone') : t('footage.title'));
  const turnTo = (next: string | null) => setSearch(next ? { day: next } : {}, { replace: true });
  return (
    <>
      <PageHeader
        title={camera || isGone ? t('footage.titleOf', { camera: name }) : t('footage.title')}
        back={
          isGone
            ? { href: '/cameras/removed', name: t('removed.title') }
            : { href: `/cameras/${encodeURIComponent(id)}`, name: camera?.name ?? t('nav.cameras') }
        }
        actions={
          <div className="footage-days">
            <ActionIcon
              variant="default"
              size={44}
              aria-label={t('footage.dayBefore')}
              onClick={() => turnTo(addDays(day, -1))}
            >
              <IconChevronLeft size={22} />
            </ActionIcon>
            <DayField label={t('footage.day')} value={day} onChange={turnTo} />
            <ActionIcon
              variant="default"
              size={44}
              aria-label={t('footage.dayAfter')}
              disabled={day >= today}
              onClick={() => turnTo(addDays(day, 1))}
            >
              <IconChevronRight size={22} />
            </ActionIcon>
          </div>
        }
      >
        {t('footage.note')}
      </PageHeader>
      <QueryView query={timeline} lineHeight={180} lines={3}>
        {(data) => (
          <FootageDay
            key={`${id} ${day}`}
            cameraId={id}
            cameraName={name}
            fps={camera?.streams.find(({ fps }) => fps > 0)?.fps ?? FPS}
            day={shown}
            timeline={data}
            asked={asked !== null && asked >= shown.from && asked < shown.to ? asked : null}
          />
        )}
      </QueryView>
    </>
  );
}
