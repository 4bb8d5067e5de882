import { IconScreenShare } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useRelays } from '../api/footage.ts';
import { useRight } from '../api/session.ts';
import { useText } from '../i18n/index.ts';
import '../i18n/cameras.ts';
import { useRelayMinutes } from './relay-minutes.ts';

/** Pictures are leaving the house: whoever sees cameras sees to whom, and for how long. */
export default function RelayBanner() {
  const { t } = useText();
  const mayStop = useRight('camera.write');
  const minutesTo = useRelayMinutes();
  const running = useRelays().data?.filter(({ endedAt }) => endedAt === null) ?? [];
  if (running.length === 0) return null;
  return (
    <div className="banners">
      {running.map(({ id, targetName, cameraName, until }) => {
        const minutes = minutesTo(until);
        const names = { target: targetName, camera: cameraName };
        return (
          <div key={id} className="banner banner-info">
            <IconScreenShare size={22} aria-hidden />
            <span className="grow">
              {minutes > 0 ? t('relayed.now', { ...names, minutes }) : t('relayed.ending', names)}
            </span>
            {mayStop && <Link href="/cameras/relays">{t('relayed.stop')}</Link>}
          </div>
        );
      })}
    </div>
  );
}
