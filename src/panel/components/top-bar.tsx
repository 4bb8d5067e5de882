import { Button } from '@mantine/core';
import { IconAlertOctagon, IconHandStop } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useNow, useRight } from '../api/session.ts';
import { instantText } from '../format/time.ts';
import { useText } from '../i18n/index.ts';
import { Boundary } from './boundary.tsx';
import { Dialog } from './dialog.tsx';
import { EmergencyDialog } from './emergency/emergency-dialog.tsx';
import { StopAllDialog } from './emergency/stop-all-dialog.tsx';
import { OnAir } from './on-air.tsx';
import './top-bar.css';

/**
 * What is on air, the time, and the two deeds that can't wait: on every page. Their dialogs come with the panel, so
 * that they open however the station is at that moment.
 */
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
      <Boundary
        of={dialog}
        frame={(news: ReactNode) => (
          <Dialog opened onClose={close} title={t('app.name')}>
            {news}
          </Dialog>
        )}
      >
        {dialog === 'stop' && <StopAllDialog onClose={close} />}
        {dialog === 'emergency' && <EmergencyDialog onClose={close} />}
      </Boundary>
    </section>
  );
}

function StationTime() {
  const { language } = useText();
  const now = useNow(1000);
  return <time className="top-time numbers muted small">{instantText(now, language)}</time>;
}
