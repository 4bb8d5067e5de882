import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useSearchParams } from 'wouter';
import { useRight } from '../../api/session.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import { ScheduleList } from './schedule-list.tsx';
import { WeekView } from './week-view.tsx';

/** *Lịch phát*: the week as it will sound, or the rules behind it. */
export default function SchedulesPage() {
  const { t } = useText();
  const mayWrite = useRight('schedule.write');
  // In the address, so that the way back from a schedule leads to the list that it was opened from.
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'list' ? 'list' : 'week';
  const add = mayWrite && (
    <Button component={Link} href="/schedules/new" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('schedules.add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('nav.schedules')}
        actions={
          <>
            <SegmentedControl
              aria-label={t('schedules.view')}
              value={view}
              onChange={(value) => setSearch(value === 'list' ? { view: value } : {}, { replace: true })}
              data={[
                { value: 'week', label: t('schedules.week') },
                { value: 'list', label: t('schedules.list') },
              ]}
            />
            {add}
          </>
        }
      />
      {view === 'week' ? <WeekView /> : <ScheduleList add={add} />}
    </>
  );
}
