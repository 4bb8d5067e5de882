import { Link } from 'wouter';
import type { ListedPlayout } from '../../../broadcast/schemas.ts';
import { addDays, localDay, localInstant } from '../../../clock.ts';
import { usePlayouts } from '../../api/playouts.ts';
import { stationNow } from '../../api/session.ts';
import { useLateText } from '../../components/broadcast/late-text.ts';
import { TargetPill } from '../../components/broadcast/pills.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import '../../components/broadcast/playout-row.css';

const DAYS = 7;
const SHOWN = 10;

/** What this speaker was told to play lately, and what it did; the log has the rest. */
export function SpeakerLog({ speakerId }: { speakerId: string }) {
  const { t } = useText();
  const today = localDay(stationNow());
  const first = addDays(today, 1 - DAYS);
  const playouts = usePlayouts({
    from: localInstant(first, '00:00') ?? 0,
    to: localInstant(addDays(today, 1), '00:00') ?? 0,
    speakerId,
  });
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('speakers.log')}</h2>
        <Link href={`/log?speaker=${encodeURIComponent(speakerId)}&day=${first}&to=${today}`}>
          {t('speakers.logAll')}
        </Link>
      </div>
      <QueryView query={playouts} lines={3}>
        {() =>
          playouts.items.length === 0 ? (
            <p className="muted">{t('speakers.logEmpty', { days: DAYS })}</p>
          ) : (
            <ul className="speaker-log">
              {playouts.items.slice(0, SHOWN).map((playout) => (
                <LogLine key={playout.id} playout={playout} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function LogLine({ playout }: { playout: ListedPlayout }) {
  const { language } = useText();
  const lateText = useLateText();
  const { target } = playout;
  const error = language === 'vi' ? target?.error : target?.errorEn;
  return (
    <li>
      <span className="column-tight grow">
        <Link href={`/log/${playout.id}`}>{playout.title}</Link>
        <span className="muted small">
          <When at={playout.plannedAt} />
          {target && target.lateMs !== null && ` · ${lateText(target.lateMs)}`}
        </span>
        {error && <span className="small playout-reason">{error}</span>}
      </span>
      {target && <TargetPill state={target.state} />}
    </li>
  );
}
