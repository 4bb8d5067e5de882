import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconClipboardList } from '@tabler/icons-react';
import { useSearchParams } from 'wouter';
import type { PlayoutState } from '../../../broadcast/schemas.ts';
import { addDays, DAY_MS, localDay, localInstant } from '../../../clock.ts';
import { usePlayouts } from '../../api/playouts.ts';
import { stationNow } from '../../api/session.ts';
import { PlayoutRow } from '../../components/broadcast/playout-row.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { DayField } from '../../components/fields/day-field.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { dayText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import './log.css';

const STATES = [
  'planned',
  'playing',
  'played',
  'partial',
  'failed',
  'missed',
  'interrupted',
  'unknown',
  'cancelled',
] as const satisfies PlayoutState[];

/** *Nhật ký phát*: one day at a time; day and filter live in the address. */
export default function LogPage() {
  const { t, language } = useText();
  const [search, setSearch] = useSearchParams();
  const day = search.get('day') ?? localDay(stationNow());
  const state = STATES.find((name) => name === search.get('state'));
  const from = localInstant(day, '00:00') ?? 0;
  const playouts = usePlayouts({ from, to: from + DAY_MS - 1, ...(state ? { state } : {}) });
  const set = (change: { day?: string; state?: string }) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return (
    <>
      <PageHeader title={t('log.title')}>{t('log.note')}</PageHeader>
      <div className="filters log-filters">
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('log.previousDay')}
          onClick={() => set({ day: addDays(day, -1) })}
        >
          <IconChevronLeft size={22} />
        </ActionIcon>
        <DayField label={t('log.day')} value={day} onChange={(picked) => set({ day: picked ?? '' })} />
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('log.nextDay')}
          onClick={() => set({ day: addDays(day, 1) })}
        >
          <IconChevronRight size={22} />
        </ActionIcon>
        <NativeSelect
          label={t('log.state')}
          value={state ?? ''}
          onChange={(event) => set({ state: event.currentTarget.value })}
          data={[
            { value: '', label: t('common.all') },
            ...STATES.map((value) => ({ value, label: t(`playout.states.${value}`) })),
          ]}
        />
      </div>
      <h2 className="log-day">{dayText(day, language)}</h2>
      <QueryView query={playouts} lineHeight={76}>
        {() =>
          playouts.items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconClipboardList} title={t('log.empty')}>
                {t(state ? 'log.emptyFilter' : 'log.emptyDay')}
              </EmptyState>
            </div>
          ) : (
            <>
              <div className="rows">
                {playouts.items.map((playout) => (
                  <PlayoutRow key={playout.id} playout={playout} />
                ))}
              </div>
              <LoadMore pages={playouts} shown={playouts.items.length} total={playouts.total} />
            </>
          )
        }
      </QueryView>
    </>
  );
}
