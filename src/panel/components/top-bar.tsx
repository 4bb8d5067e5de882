import { Button } from '@mantine/core';
import { IconAlertOctagon, IconHandStop } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useNow, useRight } from '../api/session.ts';
import { instantText } from '../format/time.ts';
import { useText } from '../i18n/index.ts';
import { OnAir } from './on-air.tsx';
import './top-bar.css';

const EmergencyDialog = lazy(() => import('./emergency/emergency-dialog.tsx'));
const StopAllDialog = lazy(() => import('./emergency/stop-all-dialog.tsx'));

/** What is on air, the time, and the two deeds that can't wait: on every page. */
export function TopBar() {
  const { t } = useText();
  const [dialog, setDialog] = useState<'none' | 'stop' | 'emergency'>('none');
  const mayStop = useRight('playout.stop');
  const mayFree = useRight('emergency.play');
  const mayTemplate = useRight('emergency.template');
  const close = () => setDialog('none');
  return (
    <section className="top-bar" aria-label={t('nav.topBar')}>
      <OnAir />
      <StationTime />
      {mayStop && (
        <Button
          variant="default"
          className="top-action"
          leftSection={<IconHandStop size={22} aria-hidden />}
          onClick={() => setDialog('stop')}
        >
          <span className="top-long">{t('stopAll.verb')}</span>
          <span className="top-short">{t('stopAll.short')}</span>
        </Button>
      )}
      {(mayFree || mayTemplate) && (
        <Button
          color="alarm.6"
          className="top-action"
          leftSection={<IconAlertOctagon size={22} aria-hidden />}
          onClick={() => setDialog('emergency')}
        >
          <span className="top-long">{t('emergency.verb')}</span>
          <span className="top-short">{t('emergency.short')}</span>
        </Button>
      )}
      <Suspense>
        {dialog === 'stop' && <StopAllDialog onClose={close} />}
        {dialog === 'emergency' && <EmergencyDialog onClose={close} />}
      </Suspense>
    </section>
  );
}

function StationTime() {
  const { language } = useText();
  const now = useNow(1000);
  return <time className="top-time numbers muted small">{instantText(now, language)}</time>;
}
