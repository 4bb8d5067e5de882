import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addDays, localDay } from '../../../clock.ts';
import { useCalendar } from '../../api/commune.ts';
import { stationNow } from '../../api/session.ts';
import { dayText, mondayOf, shortWeekdayName } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import './month-grid.css';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

interface Props {
  /** Local days. */
  selected: string[];
  onPick: (day: string) => void;
  /** Days before this can't be picked. */
  min?: string | undefined;
}

/** One month with lunar days and holidays under the dates. Arrows move, Page Up and Down change the month. */
export function MonthGrid({ selected, onPick, min }: Props) {
  const { t, language } = useText();
  const today = localDay(stationNow());
  const [current, setCurrent] = useState(selected[0] ?? today);
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const month = current.slice(0, 7);
  const first = mondayOf(`${month}-01`);
  const calendar = useCalendar(first, addDays(first, 41));

  useEffect(() => {
    if (moved.current) table.current?.querySelector<HTMLElement>(`[data-day="${current}"]`)?.focus();
    moved.current = false;
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const next = step ? addDays(current, step) : PAGES[event.key]?.(current);
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    setCurrent(next);
  };

  return (
    <div className="month">
      <div className="month-head">
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('day.previous')}
          onClick={() => setCurrent(otherMonth(current, -1))}
        >
          <IconChevronLeft size={20} />
        </ActionIcon>
        <span className="strong" aria-live="polite">
          {t('day.month', { month: Number(month.slice(5)), year: month.slice(0, 4) })}
        </span>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('day.next')}
          onClick={() => setCurrent(otherMonth(current, 1))}
        >
          <IconChevronRight size={20} />
        </ActionIcon>
      </div>
      <table ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col" className="muted small">
                {shortWeekdayName(day, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 7, 14, 21, 28, 35].map((week) => (
            <tr key={week}>
              {WEEKDAYS.map((weekday) => {
                const day = addDays(first, week + weekday - 1);
                const known = calendar.data?.get(day);
                const lunar = known?.lunar;
                return (
                  <td key={day}>
                    <button
                      type="button"
                      data-day={day}
                      data-outside={!day.startsWith(month) || undefined}
                      data-holiday={known?.holiday ? true : undefined}
                      tabIndex={day === current ? 0 : -1}
                      data-autofocus={day === current || undefined}
                      disabled={min !== undefined && day < min}
                      aria-pressed={selected.includes(day)}
                      aria-current={day === today ? 'date' : undefined}
                      title={known?.holiday ?? lunar?.text}
                      onClick={() => {
                        setCurrent(day);
                        onPick(day);
                      }}
                    >
                      <span className="hidden">
                        {[dayText(day, language), known?.holiday].filter(Boolean).join(', ')}
                      </span>
                      <span aria-hidden>{Number(day.slice(8))}</span>
                      <span className="month-lunar" aria-hidden>
                        {lunar && (lunar.day === 1 ? `1/${lunar.month}` : lunar.day)}
                      </span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const PAGES: Record<string, (day: string) => string> = {
  PageUp: (day) => otherMonth(day, -1),
  PageDown: (day) => otherMonth(day, 1),
  Home: mondayOf,
  End: (day) => addDays(mondayOf(day), 6),
};

/** The same date of another month, or that month's last day. */
function otherMonth(day: string, by: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + by, 0));
  return `${last.toISOString().slice(0, 8)}${String(Math.min(date, last.getUTCDate())).padStart(2, '0')}`;
}
