import { IconAlertOctagon, IconClockExclamation, IconPlugConnectedX } from '@tabler/icons-react';
import { Suspense, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/http.ts';
import { live } from '../api/refresh.ts';
import { useRight, useSession } from '../api/session.ts';
import { useToday } from '../api/today.ts';
import { useText } from '../i18n/index.ts';
import { Boundary } from './boundary.tsx';
import { part } from './part.ts';

const RelayBanner = part(() => import('./relay-banner.tsx'));

/** What everybody must know at once, above every page. */
export function Banners() {
  const { t } = useText();
  const session = useSession();
  const status = useSyncExternalStore(live.watch, live.status);
  const unreachable = session.error instanceof ApiError && session.error.status === 0;
  return (
    <>
      <div aria-live="assertive" className="banners">
        {useRight('playout.read') && <EmergencyBanner />}
        {(status === 'lost' || unreachable) && (
          <div className="banner banner-bad">
            <IconPlugConnectedX size={22} aria-hidden />
            <span>{t('banner.lost')}</span>
          </div>
        )}
        {session.data && !session.data.clock.trusted && (
          <div className="banner banner-warn">
            <IconClockExclamation size={22} aria-hidden />
            <span>{t('banner.clock')}</span>
          </div>
        )}
      </div>
      {useRight('camera.view') && (
        <Boundary frame={() => null}>
          <Suspense>
            <RelayBanner />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}

function EmergencyBanner() {
  const { t } = useText();
  const { data } = useToday();
  const emergency = data?.onAir.find(({ kind }) => kind === 'emergency' || kind === 'drill');
  if (!emergency) return null;
  return (
    <div className="banner banner-alarm">
      <IconAlertOctagon size={22} aria-hidden />
      <span className="grow">
        {t(emergency.kind === 'drill' ? 'banner.drill' : 'banner.emergency', { title: emergency.title })}
      </span>
      <Link href={`/log/${emergency.id}`}>{t('banner.follow')}</Link>
    </div>
  );
}
