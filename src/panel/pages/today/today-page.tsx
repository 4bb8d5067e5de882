import { IconCalendarOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Playout, Today } from '../../../broadcast/schemas.ts';
import { useCalendar } from '../../api/commune.ts';
import { useToday } from '../../api/today.ts';
import { PlayoutRow } from '../../components/broadcast/playout-row.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { dayText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { FirstSteps } from './first-steps.tsx';
import { NeedsMe } from './needs-me.tsx';
import { OnAirCards } from './on-air-cards.tsx';

export default function TodayPage() {
  const { t } = useText();
  const today = useToday();
  return (
    <>
      <PageHeader title={t('today.title')}>{today.data && <DayLine day={today.data.day} />}</PageHeader>
      <QueryView query={today} lines={4} lineHeight={96}>
        {(data) => <TodayView today={data} />}
      </QueryView>
    </>
  );
}

function TodayView({ today }: { today: Today }) {
  const { t } = useText();
  const isQuiet = today.onAir.length + today.next.length + today.done.length === 0;
  return (
    <div className="split">
      <div className="column">
        <OnAirCards playouts={today.onAir} />
        {!today.everPlayed && isQuiet && <FirstSteps speakers={today.speakers.total} />}
        {(!isQuiet || today.everPlayed || today.speakers.total > 0) && (
          <PlayoutCard
            link={<Link href="/schedules">{t('nav.schedules')}</Link>}
            title={t('today.next')}
            playouts={today.next}
            empty={t('today.nothingNext')}
            emptyText={t('today.nothingNextText')}
          />
        )}
        {today.done.length > 0 && (
          <PlayoutCard
            link={<Link href="/log">{t('nav.log')}</Link>}
            title={t('today.done')}
            playouts={today.done}
          />
        )}
      </div>
      <NeedsMe today={today} />
    </div>
  );
}

interface PlayoutCardProps {
  title: string;
  link: ReactNode;
  playouts: Playout[];
  empty?: string;
  emptyText?: string;
}

function PlayoutCard({ title, link, playouts, empty = '', emptyText = '' }: PlayoutCardProps) {
  return (
    <section className="card">
      <div className="card-head">
        <h2>{title}</h2>
        {link}
      </div>
      {playouts.length === 0 ? (
        <EmptyState icon={IconCalendarOff} title={empty}>
          {emptyText}
        </EmptyState>
      ) : (
        <div className="rows">
          {playouts.map((playout) => (
            <PlayoutRow key={playout.id} playout={playout} />
          ))}
        </div>
      )}
    </section>
  );
}

/** “thứ Ba 24/11/2026 · 16 tháng Mười năm Bính Ngọ · Ngày Di sản”. */
function DayLine({ day }: { day: string }) {
  const { t, language } = useText();
  const calendar = useCalendar(day, day);
  const known = calendar.data?.get(day);
  return (
    <>
      {dayText(day, language)}
      {known && ` · ${t('today.lunar', { text: known.lunar.text })}`}
      {known?.holiday && <strong> · {known.holiday}</strong>}
    </>
  );
}
