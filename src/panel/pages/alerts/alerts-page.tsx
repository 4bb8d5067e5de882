import { SegmentedControl } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useAlerts } from '../../api/alerts.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { AlertCard } from './alert-card.tsx';

const STATES = ['open', 'snoozed', 'cleared'] as const;
type State = (typeof STATES)[number];

export default function AlertsPage() {
  const { t } = useText();
  const [state, setState] = useState<State>('open');
  const alerts = useAlerts(state);
  return (
    <>
      <PageHeader
        title={t('nav.alerts')}
        actions={
          <SegmentedControl
            aria-label={t('alerts.state')}
            value={state}
            onChange={(value) => setState(value as State)}
            data={STATES.map((value) => ({ value, label: t(`alerts.states.${value}`) }))}
          />
        }
      />
      <QueryView query={alerts} lineHeight={112}>
        {() =>
          alerts.items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconCircleCheck} title={t(`alerts.empty.${state}`)}>
                {state === 'open' && <AllWell />}
              </EmptyState>
            </div>
          ) : (
            <div className="column">
              {alerts.items.map((alert) => (
                <AlertCard key={alert.id} alert={alert} />
              ))}
              <LoadMore pages={alerts} shown={alerts.items.length} total={alerts.total} />
            </div>
          )
        }
      </QueryView>
    </>
  );
}

/** Nothing is open; what was put off is still wrong. */
function AllWell() {
  const { t } = useText();
  const snoozed = useAlerts('snoozed');
  if (snoozed.total === undefined) return null;
  return snoozed.total > 0 ? t('alerts.emptySnoozed', { count: snoozed.total }) : t('alerts.emptyText');
}
