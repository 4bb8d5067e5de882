import { Button, Progress } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { SecurityJob } from '../../../cameras/security/schemas.ts';
import { useCancelSecurity, useCheckAllSecurity, useSecurityJob } from '../../api/cameras.ts';
import { stationNow } from '../../api/session.ts';
import { useErrorText } from '../../components/error-text.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

/** Begins the security check of all cameras. */
export function SecuritySweepButton() {
  const { t } = useText();
  const toast = useToast();
  const errorText = useErrorText();
  const job = useSecurityJob();
  const check = useCheckAllSecurity();
  return (
    <Button
      variant="default"
      leftSection={<IconShieldSearch size={20} aria-hidden />}
      loading={check.isPending || job.data?.state === 'running'}
      onClick={() => check.mutate(undefined, { onError: (error) => toast(errorText(error), true) })}
    >
      {t('cameras.security.all.verb')}
    </Button>
  );
}

/** How far a check is, and what became of one that has begun since somebody is here; else nothing. */
export function SecuritySweep() {
  const [openedAt] = useState(stationNow);
  const job = useSecurityJob().data;
  if (!job || job.startedAt === null) return null;
  if (job.state === 'running') return <Running job={job} />;
  return job.startedAt >= openedAt ? <Ended job={job} /> : null;
}

function Running({ job: { done, total, progress } }: { job: SecurityJob }) {
  const { t } = useText();
  const cancel = useCancelSecurity();
  return (
    <section className="card column camera-sweep" aria-label={t('cameras.security.all.verb')}>
      <div className="card-head">
        <h2 aria-live="polite">{t('cameras.security.all.running', { done, total })}</h2>
        <Button variant="default" onClick={() => cancel.mutate(undefined)} loading={cancel.isPending}>
          {t('cameras.security.all.stop')}
        </Button>
      </div>
      <Progress value={progress * 100} aria-label={t('cameras.security.all.progress')} size="lg" />
      <p className="muted small">{t('cameras.security.all.note')}</p>
      <Failure error={cancel.error} />
    </section>
  );
}

/** The points stand at each camera. */
function Ended({ job: { state, results, total } }: { job: SecurityJob }) {
  const { t } = useText();
  const count = (wanted: SecurityJob['results'][number]['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  const [away, failed] = [count('unreachable'), count('failed')];
  const isWhole = state === 'done';
  return (
    <div className="camera-sweep">
      <Notice
        tone={!isWhole ? 'info' : away + failed > 0 ? 'warn' : 'good'}
        title={t(isWhole ? 'cameras.security.all.done' : 'cameras.security.all.stopped', {
          checked: count('checked'),
          total,
        })}
      >
        {away > 0 && <p>{t('cameras.security.all.away', { count: away })}</p>}
        {failed > 0 && <p>{t('cameras.security.all.failed', { count: failed })}</p>}
      </Notice>
    </div>
  );
}
