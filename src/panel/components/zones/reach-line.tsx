import { IconMapPin, IconMapPinOff } from '@tabler/icons-react';
import type { Zone } from '../../../commune/schemas.ts';
import type { SpeakerInfo } from '../../../speakers/schemas.ts';
import { useText } from '../../i18n/index.ts';
import { reachOf } from './zone-tree.ts';

interface Props {
  zones: Zone[];
  /** Undefined while they are being fetched. */
  speakers: SpeakerInfo[] | undefined;
  zoneIds: string[];
}

/** “Sẽ phát ở 12 loa thuộc 3 thôn”. */
export function ReachLine({ zones, speakers, zoneIds }: Props) {
  const { t } = useText();
  if (!speakers) return <div className="reach">{t('zones.counting')}</div>;
  const reach = reachOf(zones, speakers, zoneIds);
  const some = reach.speakers.length > 0;
  const text =
    zoneIds.length === 0
      ? t('zones.unchosen')
      : some
        ? reach.villages === 0
          ? t('zones.reachPlain', { speakers: reach.speakers.length })
          : t('zones.reach', { speakers: reach.speakers.length, zones: reach.villages })
        : t('zones.reachNone');
  return (
    <div className="reach" data-none={!some && zoneIds.length > 0} aria-live="polite">
      {some ? <IconMapPin size={20} aria-hidden /> : <IconMapPinOff size={20} aria-hidden />}
      <span>
        <span className="strong">{text}</span>
        {reach.offline > 0 && <span> · {t('zones.reachOffline', { count: reach.offline })}</span>}
        {reach.locked > 0 && <span> · {t('zones.reachLocked', { count: reach.locked })}</span>}
      </span>
    </div>
  );
}
