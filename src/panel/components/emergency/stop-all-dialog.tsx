import { Button, Checkbox } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Playout } from '../../../broadcast/schemas.ts';
import { useStopAll } from '../../api/emergency.ts';
import { useToday } from '../../api/today.ts';
import { secondsText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { Dialog } from '../dialog.tsx';
import { Failure } from '../failure.tsx';
import { Notice } from '../notice.tsx';
import { QueryNotice } from '../query-notice.tsx';

const SOON_MINUTES = 60;
/** A press that opened the dialog, or its echo, is not the second one. */
const ECHO_MS = 400;

/** *Dừng tất cả*: two presses, since what is wrong on air should be silent within seconds. */
export function StopAllDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const stop = useStopAll();
  const today = useToday();
  const [cancelSoon, setCancelSoon] = useState(false);
  const openedAt = useRef(performance.now());
  const done = stop.data;
  const stopNow = () => {
    if (performance.now() - openedAt.current > ECHO_MS) stop.mutate(cancelSoon ? SOON_MINUTES : 0);
  };
  return (
    <Dialog opened onClose={onClose} title={t('stopAll.verb')} size="md">
      {done ? (
        <div className="column">
          <Notice tone="good" title={t('stopAll.done', { time: secondsText(done.at) })}>
            {t('stopAll.result', done)}
          </Notice>
          <p className="muted">{t('stopAll.away')}</p>
          <Button onClick={onClose} data-autofocus>
            {t('common.close')}
          </Button>
        </div>
      ) : (
        <div className="column">
          {today.data ? <OnAirNow playouts={today.data.onAir} /> : <QueryNotice query={today} />}
          <Checkbox
            checked={cancelSoon}
            onChange={(event) => setCancelSoon(event.currentTarget.checked)}
            label={t('stopAll.cancelSoon', { minutes: SOON_MINUTES })}
          />
          <Failure error={stop.error} />
          <Button
            color="alarm.6"
            size="lg"
            leftSection={<IconHandStop size={24} aria-hidden />}
            loading={stop.isPending}
            // A held Enter that opened the dialog goes on pressing what has the focus.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            onClick={stopNow}
            data-autofocus
          >
            {t('stopAll.now')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function OnAirNow({ playouts }: { playouts: Playout[] }) {
  const { t } = useText();
  if (playouts.length === 0) return <p>{t('stopAll.silent')}</p>;
  return (
    <div className="column-tight">
      <p>{t('stopAll.playing')}</p>
      <ul>
        {playouts.map(({ id, title, counts }) => (
          <li key={id} className="strong">
            {title} · {t('common.speakers', { count: counts.total })}
          </li>
        ))}
      </ul>
    </div>
  );
}
