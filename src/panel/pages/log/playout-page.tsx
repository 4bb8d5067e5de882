import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { PlayoutDetail } from '../../../broadcast/schemas.ts';
import { useCancelPlayout, usePlayout, useStopPlayout } from '../../api/playouts.ts';
import { useRight } from '../../api/session.ts';
import { PlayoutPill } from '../../components/broadcast/pills.tsx';
import { ZoneText } from '../../components/broadcast/playout-row.tsx';
import { TargetRows } from '../../components/broadcast/target-rows.tsx';
import { useVoiceName } from '../../components/broadcast/voice-name.ts';
import { Confirm } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { clockText, instantText, lengthText, secondsText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

export default function PlayoutPage({ id }: { id: string }) {
  const playout = usePlayout(id);
  return (
    <QueryView page query={playout} lines={3} lineHeight={120}>
      {(data) => <PlayoutView playout={data} />}
    </QueryView>
  );
}

function PlayoutView({ playout }: { playout: PlayoutDetail }) {
  const { t, language } = useText();
  const reason = language === 'vi' ? playout.reason : playout.reasonEn;
  return (
    <>
      <PageHeader title={playout.title} actions={<Deeds playout={playout} />}>
        <PlayoutPill playout={playout} />
      </PageHeader>
      <div className="column">
        {reason && <Notice tone="warn">{reason}</Notice>}
        <div className="halves">
          <Facts playout={playout} />
          {playout.text && (
            <section className="card column-tight">
              <h2>{t('log.text')}</h2>
              <p className="written">{playout.text}</p>
            </section>
          )}
        </div>
        <section className="card column">
          <div>
            <h2>{t('log.speakers')}</h2>
            <p className="muted">{t('log.counts', playout.counts)}</p>
          </div>
          {playout.counts.unknown > 0 && <p className="small muted">{t('log.unknownHelp')}</p>}
          <TargetRows targets={playout.targets} />
        </section>
      </div>
    </>
  );
}

function Facts({ playout }: { playout: PlayoutDetail }) {
  const { t, language } = useText();
  const voiceName = useVoiceName();
  const facts: [string, ReactNode][] = [
    [t('log.planned'), instantText(playout.plannedAt, language)],
    [t('log.started'), playout.startedAt !== null && secondsText(playout.startedAt)],
    [t('log.finished'), playout.finishedAt !== null && secondsText(playout.finishedAt)],
    [t('log.duration'), playout.durationMs !== null && lengthText(playout.durationMs)],
    [t('log.repeats'), t('emergency.times', { count: playout.repeats })],
    [t('log.kind'), t(`playout.kinds.${playout.kind}`)],
    [t('log.where'), <ZoneText key="where" zoneIds={playout.zoneIds} />],
    [t('log.voice'), playout.voice && voiceName(playout.voice)],
    [t('log.by'), playout.byName],
    [t('log.replay'), playout.replayOf && <Link href={`/log/${playout.replayOf}`}>{t('log.replayOf')}</Link>],
  ];
  return (
    <section className="card column">
      <dl className="facts numbers">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
      </dl>
      <div className="row-wrap">
        {playout.bulletinId && <Link href={`/bulletins/${playout.bulletinId}`}>{t('log.bulletin')}</Link>}
        {playout.scheduleId && <Link href={`/schedules/${playout.scheduleId}`}>{t('log.schedule')}</Link>}
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Stops what sounds, cancels what is planned. */
function Deeds({ playout }: { playout: PlayoutDetail }) {
  const { t } = useText();
  const stop = useStopPlayout();
  const cancel = useCancelPlayout();
  const mayStop = useRight('playout.stop');
  const mayPlan = useRight('schedule.write');
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Failure error={stop.error} />
      {mayStop && playout.state === 'playing' && (
        <Button
          variant="default"
          leftSection={<IconHandStop size={20} aria-hidden />}
          onClick={() => stop.mutate(playout.id)}
          loading={stop.isPending}
        >
          {t('playout.stop')}
        </Button>
      )}
      {mayPlan &&
        (playout.state === 'planned' || playout.state === 'preparing' || playout.state === 'ready') && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('playout.cancel')}
          </Button>
        )}
      <Confirm
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('playout.cancelTitle', { time: clockText(playout.plannedAt) })}
        verb={t('playout.cancel')}
        onConfirm={() => cancel.mutate(playout.id, { onSuccess: () => setAsking(false) })}
        busy={cancel.isPending}
        error={cancel.error}
      >
        {t('playout.cancelText')}
      </Confirm>
    </>
  );
}
