import { Button, Progress } from '@mantine/core';
import { Link } from 'wouter';
import type { PlayoutDetail } from '../../../broadcast/schemas.ts';
import { useCancelPlayout, usePlayout, useStopPlayout } from '../../api/playouts.ts';
import { useText } from '../../i18n/index.ts';
import { PlayoutPill } from '../broadcast/pills.tsx';
import { TargetRows } from '../broadcast/target-rows.tsx';
import { Failure } from '../failure.tsx';
import { Notice } from '../notice.tsx';
import { QueryView } from '../query-view.tsx';

/** How the emergency goes, speaker by speaker, while it sounds. */
export function EmergencyResult({ playoutId, onClose }: { playoutId: string; onClose: () => void }) {
  const playout = usePlayout(playoutId);
  return <QueryView query={playout}>{(data) => <Result playout={data} onClose={onClose} />}</QueryView>;
}

function Result({ playout, onClose }: { playout: PlayoutDetail; onClose: () => void }) {
  const { t, language } = useText();
  const stop = useStopPlayout();
  const cancel = useCancelPlayout();
  const isWaiting = playout.state === 'preparing' || playout.state === 'ready';
  const reason = language === 'vi' ? playout.reason : playout.reasonEn;
  const { total, accepted, started, finished, failed } = playout.counts;
  return (
    <div className="column">
      <div className="row-wrap">
        <h2 className="grow">{playout.title}</h2>
        <PlayoutPill playout={playout} />
      </div>
      <div aria-live="polite" className="column-tight">
        <p className="strong">{t('emergency.progress', { accepted, started, finished, failed, total })}</p>
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section value={(100 * finished) / Math.max(total, 1)} color="brand.8" />
          <Progress.Section value={(100 * (started - finished)) / Math.max(total, 1)} color="brand.4" />
          <Progress.Section value={(100 * failed) / Math.max(total, 1)} color="rust.5" />
        </Progress.Root>
      </div>
      <div className="emergency-targets">
        <TargetRows targets={playout.targets} />
      </div>
      {reason && <Notice tone="bad">{reason}</Notice>}
      {isWaiting && <Notice tone="info">{t('emergency.preparing')}</Notice>}
      <Failure error={stop.error ?? cancel.error} />
      <div className="dialog-actions">
        {isWaiting && (
          <Button variant="default" onClick={() => cancel.mutate(playout.id)} loading={cancel.isPending}>
            {t('playout.cancel')}
          </Button>
        )}
        {playout.state === 'playing' && (
          <Button variant="default" onClick={() => stop.mutate(playout.id)} loading={stop.isPending}>
            {t('playout.stop')}
          </Button>
        )}
        <Button variant="light" component={Link} href={`/log/${playout.id}`} onClick={onClose}>
          {t('emergency.openLog')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </div>
    </div>
  );
}
