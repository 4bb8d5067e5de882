import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Playout } from '../../../broadcast/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { clockText, lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { zoneNames } from '../zones/zone-tree.ts';
import { PlayoutPill } from './pills.tsx';
import './playout-row.css';

/** “07:30 Tiêm chủng mở rộng · Toàn xã”, a link to what became of it. */
export function PlayoutRow({ playout, date }: { playout: Playout; date?: ReactNode }) {
  const { t, language } = useText();
  const { counts } = playout;
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
          {counts.total > 0 && counts.finished + counts.failed > 0 && (
            <> · {t('playout.heardOn', { finished: counts.finished, total: counts.total })}</>
          )}
        </span>
        {reason && <span className="small playout-reason">{reason}</span>}
      </span>
      <PlayoutPill playout={playout} />
    </Link>
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
