import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh } from '@tabler/icons-react';
import type { Health } from '../../../../system/schemas.ts';
import { useRight } from '../../../api/session.ts';
import { useAcceptClock, useHealth } from '../../../api/system.ts';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { bytesText } from '../../../format/number.ts';
import { useText } from '../../../i18n/index.ts';

const MARKS = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX } as const;
const TONES = { ok: 'good', warning: 'warn', failed: 'bad' } as const;
/** What is wrong stands first. */
const ORDER = ['failed', 'warning', 'ok'];

/** The findings of the doctor, worst first. */
export function HealthCard() {
  const { t } = useText();
  const health = useHealth();
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('station.health')}</h2>
        <Button
          variant="default"
          leftSection={<IconRefresh size={20} aria-hidden />}
          onClick={() => void health.refetch()}
          loading={health.isFetching}
        >
          {t('station.checkAgain')}
        </Button>
      </div>
      <QueryView query={health}>{(data) => <Findings health={data} />}</QueryView>
    </section>
  );
}

function Findings({ health }: { health: Health }) {
  const { t, language } = useText();
  const checks = [...health.checks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <>
      <Notice tone={TONES[health.state]}>{t(`station.states.${health.state}`)}</Notice>
      <p className="muted small">
        {t('station.version', { version: health.version })} · {t('station.checkedAt')}{' '}
        <When at={health.at} show="relative" /> · {t('station.upSince')}{' '}
        <When at={health.at - health.uptimeMs} />
        {health.disk && ` · ${t('station.diskFree', { free: bytesText(health.disk.free, language) })}`}
      </p>
      <ul className="rows">
        {checks.map((check) => {
          const Mark = MARKS[check.state];
          return (
            <li key={check.id} className="finding" data-state={check.state}>
              <Mark size={24} aria-hidden />
              <div className="column-tight">
                <p className="strong">
                  {check.title[language]}
                  <span className="hidden">: {t(`station.checkStates.${check.state}`)}</span>
                </p>
                <p className="muted">{check.found[language]}</p>
                {check.advice && <p>{check.advice[language]}</p>}
                {check.id === 'clock' && check.state === 'failed' && <AcceptClock />}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** For a clock that once ran ahead and has been put right. */
function AcceptClock() {
  const { t } = useText();
  const accept = useAcceptClock();
  if (!useRight('system.manage')) return null;
  return (
    <>
      <Failure error={accept.error} />
      <div>
        <Button variant="default" onClick={() => accept.mutate(undefined)} loading={accept.isPending}>
          {t('station.acceptClock')}
        </Button>
      </div>
    </>
  );
}
