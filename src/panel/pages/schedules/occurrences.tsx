import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendarTime } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ScheduleCheck, ScheduleInput } from '../../../broadcast/schemas.ts';
import { localDay } from '../../../clock.ts';
import { useCalendar } from '../../api/commune.ts';
import { useScheduleCheck } from '../../api/schedules.ts';
import { useErrorText } from '../../components/error-text.ts';
import { Notice } from '../../components/notice.tsx';
import { clockText, dayText, instantText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

const PAUSE_MS = 400;

interface Props {
  /** Undefined while something is still missing. */
  input: ScheduleInput | undefined;
  id: string | undefined;
}

/** When the schedule would sound next, on which lunar days and holidays, and what speaks against it. */
export function Occurrences({ input, id }: Props) {
  const { t } = useText();
  const errorText = useErrorText();
  const [settled] = useDebouncedValue(input, PAUSE_MS);
  const check = useScheduleCheck(settled, id);
  return (
    <section className="card column" aria-live="polite">
      <h2>{t('schedules.preview')}</h2>
      {!input ? (
        <div className="row muted">
          <IconCalendarTime size={26} aria-hidden />
          <p>{t('schedules.previewEmpty')}</p>
        </div>
      ) : check.error ? (
        <Notice tone="bad">{errorText(check.error)}</Notice>
      ) : (
        check.data && <Outlook check={check.data} />
      )}
    </section>
  );
}

function Outlook({ check }: { check: ScheduleCheck }) {
  const { t, language } = useText();
  const days = check.next.map(localDay);
  const calendar = useCalendar(days[0] ?? '', days.at(-1) ?? '', days.length > 0);
  return (
    <>
      {check.warnings.map((warning) => (
        <Notice key={warning.code} tone="warn">
          {language === 'vi' ? warning.message : warning.messageEn}
        </Notice>
      ))}
      {check.overlaps.length > 0 && (
        <ul className="column-tight">
          {check.overlaps.slice(0, 5).map((overlap) => (
            <li key={`${overlap.playoutId} ${overlap.at}`} className="small">
              {instantText(overlap.at, language)}:{' '}
              <Link href={`/log/${overlap.playoutId}`}>{overlap.title}</Link>
            </li>
          ))}
        </ul>
      )}
      <ol className="occurrences">
        {check.next.map((at) => {
          const known = calendar.data?.get(localDay(at));
          return (
            <li key={at}>
              <span className="strong numbers">{clockText(at)}</span>
              <span className="grow">
                {dayText(localDay(at), language)}
                {known && (
                  <span className="muted small">
                    {' '}
                    · {t(known.lunar.leap ? 'day.lunarLeap' : 'day.lunar', known.lunar)}
                  </span>
                )}
                {known?.holiday && <span className="holiday small"> {known.holiday}</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="muted">{t('schedules.reaches', { count: check.speakers })}</p>
    </>
  );
}
