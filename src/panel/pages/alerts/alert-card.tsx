import { Button, Menu } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBellRinging,
  IconCheck,
  IconClockPause,
  IconInfoCircle,
  IconUrgent,
} from '@tabler/icons-react';
import type { Alert } from '../../../alerts/schemas.ts';
import { DAY_MS } from '../../../clock.ts';
import { useAcknowledge, useSnooze, useUnsnooze } from '../../api/alerts.ts';
import { stationNow, useRight } from '../../api/session.ts';
import { Failure } from '../../components/failure.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { CameraLink } from './camera-link.tsx';

const LOOKS = {
  critical: ['bad', IconUrgent],
  warning: ['warn', IconAlertTriangle],
  info: ['info', IconInfoCircle],
} as const;

const SNOOZES = { hour: DAY_MS / 24, day: DAY_MS, week: 7 * DAY_MS - 60_000 } as const;

/** One cause: what is the matter, since when, and what to do about it. */
export function AlertCard({ alert }: { alert: Alert }) {
  const { t, language } = useText();
  const [tone, icon] = LOOKS[alert.severity];
  const title = language === 'vi' ? alert.title : alert.titleEn;
  const advice = language === 'vi' ? alert.advice : alert.adviceEn;
  return (
    <article className="card column" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        <StatusPill tone={tone} icon={icon}>
          {t(`alerts.severities.${alert.severity}`)}
        </StatusPill>
      </div>
      <p>{advice}</p>
      <p className="muted small">
        {t('alerts.since')} <When at={alert.openedAt} show="both" />
        {alert.count > 1 && ` · ${t('alerts.count', { count: alert.count })}`}
        {alert.acknowledgedBy && ` · ${t('alerts.acknowledgedBy', { name: alert.acknowledgedBy })}`}
        {alert.snoozedUntil !== null && alert.clearedAt === null && (
          <>
            {' · '}
            {t('alerts.snoozedUntil')} <When at={alert.snoozedUntil} />
          </>
        )}
        {alert.clearedAt !== null && (
          <>
            {' · '}
            {t('alerts.clearedAt')} <When at={alert.clearedAt} />
          </>
        )}
      </p>
      <CameraLink alert={alert} />
      {alert.clearedAt === null && <AlertDeeds alert={alert} />}
    </article>
  );
}

function AlertDeeds({ alert }: { alert: Alert }) {
  const { t } = useText();
  const may = useRight('alert.acknowledge');
  const acknowledge = useAcknowledge();
  const snooze = useSnooze();
  const unsnooze = useUnsnooze();
  if (!may) return null;
  return (
    <>
      <Failure error={acknowledge.error ?? snooze.error ?? unsnooze.error} />
      <div className="actions">
        {alert.acknowledgedAt === null && (
          <Button
            variant="light"
            leftSection={<IconCheck size={20} aria-hidden />}
            onClick={() => acknowledge.mutate(alert.id)}
            loading={acknowledge.isPending}
          >
            {t('alerts.acknowledge')}
          </Button>
        )}
        {alert.snoozedUntil !== null && (
          <Button
            variant="default"
            leftSection={<IconBellRinging size={20} aria-hidden />}
            onClick={() => unsnooze.mutate(alert.id)}
            loading={unsnooze.isPending}
          >
            {t('alerts.unsnooze')}
          </Button>
        )}
        <Menu>
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconClockPause size={20} aria-hidden />}
              loading={snooze.isPending}
            >
              {t('alerts.snooze')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['hour', 'day', 'week'] as const).map((name) => (
              <Menu.Item
                key={name}
                onClick={() =>
                  snooze.mutate({ id: alert.id, until: Math.round(stationNow() + SNOOZES[name]) })
                }
              >
                {t(`alerts.snoozeFor.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  );
}
