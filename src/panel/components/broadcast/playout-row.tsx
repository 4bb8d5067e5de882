import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ListedPlayout, PlayoutTarget } from '../../../broadcast/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { clockText, lengthText, secondsText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { zoneNames } from '../zones/zone-tree.ts';
import { useLateText } from './late-text.ts';
import { PlayoutPill, TargetPill } from './pills.tsx';
import './playout-row.css';

/** “07:30 Tiêm chủng mở rộng · Toàn xã”, a link to what became of it: all over, or on the speaker asked for. */
export function PlayoutRow({ playout, date }: { playout: ListedPlayout; date?: ReactNode }) {
  const { t, language } = useText();
  const { counts, target } = playout;
  const reason = language === 'vi' ? playout.reason : playout.reasonEn;
  return (
    <Link href={`/log/${playout.id}`} className="rows-item playout-row">
      <span className="playout-time numbers">
        {clockText(playout.plannedAt)}
        {date && <span className="muted small">{date}</span>}
      </span>
      <span className="grow column-tight">
        <span className="strong">{playout.title}</span>
        <span className="muted small">
          <ZoneText zoneIds={playout.zoneIds} />
          {playout.durationMs !== null && ` · ${lengthText(playout.durationMs)}`}
          {!target && counts.total > 0 && counts.finished + counts.failed > 0 && (
            <> · {t('playout.heardOn', { finished: counts.finished, total: counts.total })}</>
          )}
        </span>
        {target && <TargetTimes target={target} />}
        {!target && reason && <span className="small playout-reason">{reason}</span>}
      </span>
      {target ? <TargetPill state={target.state} /> : <PlayoutPill playout={playout} />}
    </Link>
  );
}

/** When this one speaker was told, began and ended; why, where it did not. */
function TargetTimes({ target }: { target: PlayoutTarget }) {
  const { t, language } = useText();
  const lateText = useLateText();
  const error = language === 'vi' ? target.error : target.errorEn;
  const times = (['commandedAt', 'acceptedAt', 'startedAt', 'finishedAt'] as const).flatMap((name) => {
    const at = target[name];
    return at === null ? [] : [`${t(`playout.${name}`)} ${secondsText(at)}`];
  });
  if (target.lateMs !== null) times.push(lateText(target.lateMs));
  return (
    <>
      <span className="muted small numbers">{times.join(' · ')}</span>
      {error && <span className="small playout-reason">{error}</span>}
    </>
  );
}

/** Names of zones, at most three, then how many more. */
export function ZoneText({ zoneIds }: { zoneIds: string[] }) {
  const { t } = useText();
  const zones = useZones();
  if (!zones.data) return null;
  const names = zoneNames(zones.data, zoneIds);
  const shown = names.slice(0, 3).join(', ');
  return <>{names.length > 3 ? t('playout.moreZones', { shown, count: names.length - 3 }) : shown}</>;
}
