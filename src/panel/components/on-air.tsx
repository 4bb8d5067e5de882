import { Link } from 'wouter';
import { useNow, useRight } from '../api/session.ts';
import { useToday } from '../api/today.ts';
import { clockText, lengthText } from '../format/time.ts';
import { useText } from '../i18n/index.ts';

/** One line on what the speakers do at this moment, or what comes next. */
export function OnAir() {
  return useRight('playout.read') ? <OnAirLine /> : <div className="grow" />;
}

function OnAirLine() {
  const { t } = useText();
  const { data } = useToday();
  const now = useNow(1000);
  if (!data) return <div className="grow" />;
  const [playing, ...others] = data.onAir;
  const next = data.next[0];
  if (playing) {
    const end = (playing.startedAt ?? playing.plannedAt) + (playing.durationMs ?? 0);
    const left = lengthText(end - now);
    return (
      <Link href={`/log/${playing.id}`} className="on-air on-air-live grow">
        <span className="on-air-dot" aria-hidden />
        <span className="grow column-tight on-air-text">
          <span className="strong clip">{playing.title}</span>
          <span className="small clip numbers">
            <span className="top-long">
              {t('onAir.left', { left })}
              {others.length > 0 && ` · ${t('onAir.others', { count: others.length })}`}
            </span>
            <span className="top-short">{t('onAir.short', { left })}</span>
          </span>
        </span>
      </Link>
    );
  }
  return (
    <div className="on-air grow">
      <span className="clip muted">
        <span className="top-long">
          {next ? t('onAir.next', { time: clockText(next.plannedAt), title: next.title }) : t('onAir.silent')}
        </span>
        <span className="top-short">
          {next ? t('onAir.nextShort', { time: clockText(next.plannedAt) }) : t('onAir.silentShort')}
        </span>
      </span>
    </div>
  );
}
