import { IconClipboardList } from '@tabler/icons-react';
import { localDay } from '../../../clock.ts';
import { usePlayouts } from '../../api/playouts.ts';
import { PlayoutRow } from '../../components/broadcast/playout-row.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { dayNumbers, dayText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { useLogFilter } from './log-filter.ts';
import { LogFilters } from './log-filters.tsx';
import './log.css';

/** *Nhật ký phát*: a day or several, of everything or of one speaker. */
export default function LogPage() {
  const { t, language } = useText();
  const filter = useLogFilter();
  const { day, to, state, kind, speakerId } = filter;
  const playouts = usePlayouts(filter.query);
  const isNarrowed = Boolean(state || kind || speakerId);
  return (
    <>
      <PageHeader title={t('log.title')}>{t('log.note')}</PageHeader>
      <LogFilters filter={filter} />
      <h2 className="log-day">
        {to
          ? t('log.span', { from: dayText(day, language), to: dayText(to, language) })
          : dayText(day, language)}
      </h2>
      <QueryView query={playouts} lineHeight={76}>
        {() =>
          playouts.items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconClipboardList} title={t('log.empty')}>
                {t(isNarrowed ? 'log.emptyFilter' : 'log.emptyDay')}
              </EmptyState>
            </div>
          ) : (
            <>
              <div className="rows">
                {playouts.items.map((playout) => (
                  <PlayoutRow
                    key={playout.id}
                    playout={playout}
                    date={to && dayNumbers(localDay(playout.plannedAt))}
                  />
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
