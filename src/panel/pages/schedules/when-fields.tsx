import { ActionIcon, Button, Popover, SegmentedControl } from '@mantine/core';
import { IconCalendarMinus, IconX } from '@tabler/icons-react';
import { localDay } from '../../../clock.ts';
import { stationNow } from '../../api/session.ts';
import { DayField } from '../../components/fields/day-field.tsx';
import { MonthGrid } from '../../components/fields/month-grid.tsx';
import { TimesField } from '../../components/fields/times-field.tsx';
import { dayText, shortWeekdayName, weekdayName } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import type { FieldsProps } from './what-fields.tsx';
import '../../components/filter-chips.css';

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** Once or every week; days, times, range, exceptions. */
export function WhenFields({ fields, set, fieldError }: FieldsProps) {
  const { t, language } = useText();
  const today = localDay(stationNow());
  const toggleDay = (day: number) =>
    set({
      days: fields.days.includes(day)
        ? fields.days.filter((other) => other !== day)
        : [...fields.days, day].sort(),
    });
  return (
    <section className="card column">
      <h2>{t('schedules.when')}</h2>
      <SegmentedControl
        aria-label={t('schedules.when')}
        value={fields.kind}
        onChange={(value) => set({ kind: value === 'weekly' ? 'weekly' : 'once' })}
        data={[
          { value: 'once', label: t('schedules.once') },
          { value: 'weekly', label: t('schedules.weekly') },
        ]}
      />
      {fields.kind === 'once' ? (
        <DayField
          label={t('schedules.date')}
          value={fields.date}
          onChange={(date) => set({ date })}
          min={today}
          error={fieldError('date')}
          required
        />
      ) : (
        <fieldset className="weekdays">
          <legend>{t('schedules.days')}</legend>
          <div className="weekday-row">
            {WEEK.map((day) => (
              <button
                key={day}
                type="button"
                className="chip"
                aria-pressed={fields.days.includes(day)}
                onClick={() => toggleDay(day)}
              >
                <span aria-hidden>{shortWeekdayName(day, language)}</span>
                <span className="hidden">{weekdayName(day, language)}</span>
              </button>
            ))}
          </div>
          <div className="actions">
            <Button variant="subtle" size="compact-md" onClick={() => set({ days: WEEK })}>
              {t('schedules.everyDay')}
            </Button>
            <Button variant="subtle" size="compact-md" onClick={() => set({ days: [1, 2, 3, 4, 5] })}>
              {t('schedules.workdays')}
            </Button>
          </div>
          {fieldError('days') && <p className="field-error">{fieldError('days')}</p>}
        </fieldset>
      )}
      <TimesField
        label={t('schedules.times')}
        description={t('schedules.timesHelp')}
        value={fields.times}
        onChange={(times) => set({ times })}
        error={fieldError('times')}
      />
      {fields.kind === 'weekly' && (
        <>
          <div className="halves">
            <DayField
              label={t('schedules.from')}
              description={t('schedules.fromHelp')}
              value={fields.from}
              onChange={(from) => set({ from })}
              error={fieldError('from')}
            />
            <DayField
              label={t('schedules.to')}
              description={t('schedules.toHelp')}
              value={fields.to}
              onChange={(to) => set({ to })}
              min={fields.from ?? today}
              error={fieldError('to')}
            />
          </div>
          <Exceptions days={fields.except} onChange={(except) => set({ except })} min={today} />
        </>
      )}
    </section>
  );
}

interface ExceptionsProps {
  days: string[];
  onChange: (days: string[]) => void;
  min: string;
}

/** Days on which it stays silent: Tết, a funeral, an exam. */
function Exceptions({ days, onChange, min }: ExceptionsProps) {
  const { t, language } = useText();
  const toggle = (day: string) =>
    onChange(days.includes(day) ? days.filter((other) => other !== day) : [...days, day].sort());
  return (
    <div className="column-tight">
      <h3>{t('schedules.except')}</h3>
      <p className="muted small">{t('schedules.exceptHelp')}</p>
      <ul className="times-list">
        {days.map((day) => (
          <li key={day} className="time-chip">
            {dayText(day, language)}
            <ActionIcon
              variant="subtle"
              size={32}
              aria-label={t('schedules.exceptRemove', { day: dayText(day, language) })}
              onClick={() => toggle(day)}
            >
              <IconX size={18} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Popover trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button variant="default" leftSection={<IconCalendarMinus size={20} aria-hidden />} className="fit">
            {t('schedules.exceptAdd')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <MonthGrid selected={days} onPick={toggle} min={min} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
