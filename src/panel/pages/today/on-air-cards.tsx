import { Button, Progress } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Playout } from '../../../broadcast/schemas.ts';
import { useStopPlayout } from '../../api/playouts.ts';
import { useNow, useRight } from '../../api/session.ts';
import { PlayoutPill } from '../../components/broadcast/pills.tsx';
import { ZoneText } from '../../components/broadcast/playout-row.tsx';
import { Failure } from '../../components/failure.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import './on-air-cards.css';

/** What the speakers say at this moment, with a way to silence it. */
export function OnAirCards({ playouts }: { playouts: Playout[] }) {
  return playouts.map((playout) => <OnAirCard key={playout.id} playout={playout} />);
}

function OnAirCard({ playout }: { playout: Playout }) {
  const { t } = useText();
  const now = useNow(500);
  const stop = useStopPlayout();
  const mayStop = useRight('playout.stop');
  const { counts, durationMs } = playout;
  const passed = Math.max(0, now - (playout.startedAt ?? playout.plannedAt));
  const length = durationMs ?? 0;
  return (
    <section className="card on-air-card">
      <div className="card-head">
        <PlayoutPill playout={playout} />
        <span className="numbers strong">
          {lengthText(Math.min(passed, length))} / {lengthText(length)}
        </span>
      </div>
      <h2>
        <Link href={`/log/${playout.id}`}>{playout.title}</Link>
      </h2>
      <p className="muted">
        <ZoneText zoneIds={playout.zoneIds} /> ·{' '}
        {t('today.soundingOn', { started: counts.started, total: counts.total })}
        {counts.failed > 0 && ` · ${t('today.failedOn', { failed: counts.failed })}`}
      </p>
      <Progress value={length > 0 ? Math.min(100, (100 * passed) / length) : 0} size="lg" aria-hidden />
      <Failure error={stop.error} />
      {mayStop && (
        <div className="actions">
          <Button
            variant="default"
            leftSection={<IconHandStop size={20} aria-hidden />}
            onClick={() => stop.mutate(playout.id)}
            loading={stop.isPending}
          >
            {t('playout.stop')}
          </Button>
        </div>
      )}
    </section>
  );
}
