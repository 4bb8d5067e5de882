import { IconCalendarWeek, IconSearchOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Schedule } from '../../../broadcast/schemas.ts';
import { useSchedules } from '../../api/schedules.ts';
import { ZoneText } from '../../components/broadcast/playout-row.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Shown } from '../../components/shown.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { searchable } from '../../format/number.ts';
import { dayNumbers, dayText, shortWeekdayName } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

const STEP = 50;
/** Fewer than these are seen at one glance. */
const SEARCH_FROM = 8;

/** The rules, those that sound next first. */
export function ScheduleList({ add }: { add: ReactNode }) {
  const { t } = useText();
  const schedules = useSchedules();
  return (
    <QueryView query={schedules} lineHeight={76}>
      {(items) =>
        items.length === 0 ? (
          <div className="card">
            <EmptyState icon={IconCalendarWeek} title={t('schedules.empty')} action={add}>
              {t('schedules.emptyText')}
            </EmptyState>
          </div>
        ) : (
          <Rules schedules={items} />
        )
      }
    </QueryView>
  );
}

function Rules({ schedules }: { schedules: Schedule[] }) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const wanted = searchable(search.trim());
  const found = schedules
    .filter(({ name, bulletinTitle }) => searchable(`${name} ${bulletinTitle}`).includes(wanted))
    .sort((a, b) => (a.nextAt ?? Number.POSITIVE_INFINITY) - (b.nextAt ?? Number.POSITIVE_INFINITY));
  return (
    <>
      {schedules.length > SEARCH_FROM && (
        <div className="filters">
          <SearchField label={t('schedules.search')} value={search} onChange={setSearch} />
        </div>
      )}
      {found.length === 0 ? (
        <div className="card">
          <EmptyState icon={IconSearchOff} title={t('schedules.nothing')}>
            {t('schedules.nothingText')}
          </EmptyState>
        </div>
      ) : (
        <Shown key={wanted} items={found} step={STEP}>
          {(shown) => (
            <div className="rows">
              {shown.map((schedule) => (
                <ScheduleRow key={schedule.id} schedule={schedule} />
              ))}
            </div>
          )}
        </Shown>
      )}
    </>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { t } = useText();
  const title = schedule.name || schedule.bulletinTitle;
  return (
    <Link href={`/schedules/${schedule.id}`} className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{title}</span>
        <span className="muted small">
          <RuleText schedule={schedule} /> · <ZoneText zoneIds={schedule.zoneIds} />
        </span>
        <span className="small">
          {schedule.nextAt === null ? (
            <span className="muted">{t('schedules.noNext')}</span>
          ) : (
            <>
              {t('schedules.nextAt')} <When at={schedule.nextAt} />
            </>
          )}
        </span>
      </span>
      {!schedule.enabled && <StatusPill tone="neutral">{t('schedules.off')}</StatusPill>}
      {schedule.enabled && schedule.bulletinState !== 'approved' && (
        <StatusPill tone="warn">{t('schedules.notApproved')}</StatusPill>
      )}
    </Link>
  );
}

/** “T2, T4, T6 lúc 05:30, 17:00, từ 01/11/2026”. */
function RuleText({ schedule }: { schedule: Schedule }) {
  const { t, language } = useText();
  const times = schedule.times.join(', ');
  if (schedule.kind === 'once') {
    return (
      <>{t('schedules.onceAt', { day: schedule.date ? dayText(schedule.date, language) : '', times })}</>
    );
  }
  const days =
    schedule.days.length === 7
      ? t('schedules.everyDay')
      : schedule.days.map((day) => shortWeekdayName(day, language)).join(', ');
  return (
    <>
      {t('schedules.weeklyAt', { days, times })}
      {schedule.from && `, ${t('schedules.since', { day: dayNumbers(schedule.from) })}`}
      {schedule.to && ` ${t('schedules.until', { day: dayNumbers(schedule.to) })}`}
    </>
  );
}
