import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { addDays } from '../../../clock.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { DayField } from '../../components/fields/day-field.tsx';
import { useText } from '../../i18n/index.ts';
import { KINDS, type LogFilter, STATES } from './log-filter.ts';

/** Which days, which kind, with what result, and on which speaker. */
export function LogFilters({ filter }: { filter: LogFilter }) {
  const { t } = useText();
  const speakers = useSpeakers();
  const { day, to, state, kind, speakerId, set } = filter;
  const shift = (days: number) => set({ day: addDays(day, days), to: to && addDays(to, days) });
  const inOrder = [...(speakers.data ?? [])].sort((a, b) =>
    a.name.localeCompare(b.name, 'vi', { numeric: true }),
  );
  return (
    <div className="filters log-filters">
      <div className="log-days">
        <ActionIcon variant="default" size={44} aria-label={t('log.previousDay')} onClick={() => shift(-1)}>
          <IconChevronLeft size={22} />
        </ActionIcon>
        <DayField label={t('log.day')} value={day} onChange={(picked) => set({ day: picked })} />
        <ActionIcon variant="default" size={44} aria-label={t('log.nextDay')} onClick={() => shift(1)}>
          <IconChevronRight size={22} />
        </ActionIcon>
      </div>
      <DayField label={t('log.to')} value={to} onChange={(picked) => set({ to: picked })} min={day} />
      <NativeSelect
        label={t('log.kind')}
        value={kind ?? ''}
        onChange={(event) => set({ kind: event.currentTarget.value })}
        data={[
          { value: '', label: t('common.all') },
          ...KINDS.map((value) => ({ value, label: t(`playout.kinds.${value}`) })),
        ]}
      />
      <NativeSelect
        label={t('log.state')}
        value={state ?? ''}
        onChange={(event) => set({ state: event.currentTarget.value })}
        data={[
          { value: '', label: t('common.all') },
          ...STATES.map((value) => ({ value, label: t(`playout.states.${value}`) })),
        ]}
      />
      <NativeSelect
        className="log-speaker"
        label={t('playout.speaker')}
        value={speakerId}
        onChange={(event) => set({ speaker: event.currentTarget.value })}
        data={[
          { value: '', label: t('log.anySpeaker') },
          // A speaker that has been deleted since keeps its place in the log.
          ...(speakerId && speakers.data && !inOrder.some(({ id }) => id === speakerId)
            ? [{ value: speakerId, label: t('log.deletedSpeaker') }]
            : []),
          ...inOrder.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  );
}
