import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Playout } from '../../../broadcast/schemas.ts';
import { addDays, localDay, localInstant } from '../../../clock.ts';
import type { CalendarDay } from '../../../commune/schemas.ts';
import { useCalendar } from '../../api/commune.ts';
import { usePlayoutsBetween } from '../../api/playouts.ts';
import { useNow } from '../../api/session.ts';
import { QueryView } from '../../components/query-view.tsx';
import { clockText, dayNumbers, dayText, mondayOf, weekdayName } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import './week-view.css';

const DAYS = [0, 1, 2, 3, 4, 5, 6];

/** Seven days side by side, or one below the other on a phone; each playout is a link to its log. */
export function WeekView() {
  const { t } = useText();
  const today = localDay(useNow(60_000));
  const [monday, setMonday] = useState(mondayOf(today));
  const sunday = addDays(monday, 6);
  const from = localInstant(monday, '00:00') ?? 0;
  const until = localInstant(addDays(monday, 7), '00:00') ?? 0;
  const playouts = usePlayoutsBetween(from, until - 1);
  const calendar = useCalendar(monday, sunday);
  const board = useRef<HTMLDivElement>(null);
  const isLoaded = playouts.data !== undefined;
  // On a phone the days stand below each other, and today's may be far down.
  useEffect(() => {
    if (!isLoaded || !window.matchMedia('(max-width: 61.99em)').matches) return;
    board.current?.querySelector('[data-today]')?.scrollIntoView({ block: 'nearest' });
  }, [isLoaded]);
  return (
    <>
      <div className="row-wrap week-head">
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('schedules.previousWeek')}
          onClick={() => setMonday(addDays(monday, -7))}
        >
          <IconChevronLeft size={22} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('schedules.nextWeek')}
          onClick={() => setMonday(addDays(monday, 7))}
        >
          <IconChevronRight size={22} />
        </ActionIcon>
        <h2 aria-live="polite" className="numbers">
          {dayNumbers(monday)} – {dayNumbers(sunday)}
        </h2>
        {monday !== mondayOf(today) && (
          <Button variant="subtle" onClick={() => setMonday(mondayOf(today))}>
            {t('schedules.thisWeek')}
          </Button>
        )}
      </div>
      <QueryView query={playouts} lines={3} lineHeight={120}>
        {(items) => (
          <div className="week" ref={board}>
            {DAYS.map((offset) => {
              const day = addDays(monday, offset);
              return (
                <Day
                  key={day}
                  day={day}
                  isToday={day === today}
                  known={calendar.data?.get(day)}
                  playouts={items.filter(({ plannedAt }) => localDay(plannedAt) === day)}
                />
              );
            })}
          </div>
        )}
      </QueryView>
      <p className="muted small week-note">{t('schedules.weekNote')}</p>
    </>
  );
}

interface DayProps {
  day: string;
  isToday: boolean;
  known: CalendarDay | undefined;
  playouts: Playout[];
}

function Day({ day, isToday, known, playouts }: DayProps) {
  const { t, language } = useText();
  const [, month, date] = day.split('-');
  const iso = known?.weekday ?? (new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
  return (
    <section
      className="week-day"
      data-today={isToday || undefined}
      data-empty={playouts.length === 0 || undefined}
      aria-label={dayText(day, language)}
    >
      <header>
        <span className="strong">{weekdayName(iso, language)}</span>
        <span className="numbers">
          {date}/{month}
        </span>
        {known && (
          <span className="muted small week-lunar" title={known.lunar.text}>
            {t(known.lunar.leap ? 'day.lunarLeap' : 'day.lunar', known.lunar)}
          </span>
        )}
        {known?.holiday && <span className="week-holiday holiday small">{known.holiday}</span>}
      </header>
      {playouts.length === 0 ? (
        <p className="muted small">{t('schedules.dayEmpty')}</p>
      ) : (
        <ul>
          {[...playouts]
            .sort((a, b) => a.plannedAt - b.plannedAt)
            .map((playout) => (
              <li key={playout.id}>
                <Link href={`/log/${playout.id}`} className="week-item" data-state={playout.state}>
                  <span className="strong numbers">{clockText(playout.plannedAt)}</span>
                  <span className="week-title">{playout.title}</span>
                  {playout.state !== 'planned' && (
                    <span className="small week-state">{t(`playout.states.${playout.state}`)}</span>
                  )}
                </Link>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
