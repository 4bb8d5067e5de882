import { useSchedule } from '../../api/schedules.ts';
import { QueryView } from '../../components/query-view.tsx';
import { ScheduleForm } from './schedule-form.tsx';

/** One schedule, or a new one. */
export default function SchedulePage({ id }: { id: string }) {
  const isNew = id === 'new';
  const schedule = useSchedule(isNew ? undefined : id);
  if (isNew) return <ScheduleForm schedule={undefined} />;
  return (
    <QueryView page query={schedule} lines={3} lineHeight={120}>
      {(data) => <ScheduleForm schedule={data} />}
    </QueryView>
  );
}
