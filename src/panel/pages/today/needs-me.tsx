import {
  type Icon,
  IconArrowBackUp,
  IconBellRinging,
  IconBuildingBroadcastTower,
  IconCircleCheck,
  IconHourglass,
} from '@tabler/icons-react';
import type { Bulletin, Today } from '../../../broadcast/schemas.ts';
import { useCameraSummary } from '../../api/camera-summary.ts';
import { useRight } from '../../api/session.ts';
import { QueryNotice } from '../../components/query-notice.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { CameraLine, CameraNeeds, cameraNeeds } from './camera-needs.tsx';
import { Need } from './need.tsx';
import './needs-me.css';

/** Everything that waits for this person; empty is the aim. */
export function NeedsMe({ today }: { today: Today }) {
  const { t } = useText();
  const { toApprove, returned, alerts, speakersOffline } = today.needsMe;
  const maySeeCameras = useRight('camera.view');
  const summary = useCameraSummary(maySeeCameras);
  const cameras = summary.data;
  const isMissing = maySeeCameras && !cameras;
  const others = toApprove.length + returned.length + alerts + speakersOffline;
  const isClear = others + (cameras ? cameraNeeds(cameras) : 0) === 0;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('today.needsMe')}</h2>
      </div>
      {isMissing && <QueryNotice query={summary} />}
      {isClear ? (
        !isMissing && <Clear />
      ) : (
        <div className="rows">
          {toApprove.map((bulletin) => (
            <BulletinNeed
              key={bulletin.id}
              bulletin={bulletin}
              icon={IconHourglass}
              what={t('today.toApprove')}
            />
          ))}
          {returned.map((bulletin) => (
            <BulletinNeed
              key={bulletin.id}
              bulletin={bulletin}
              icon={IconArrowBackUp}
              what={t('today.returned')}
            />
          ))}
          {alerts > 0 && (
            <Need href="/alerts" icon={IconBellRinging} title={t('today.alerts', { count: alerts })} />
          )}
          {speakersOffline > 0 && (
            <Need
              href="/speakers?state=offline"
              icon={IconBuildingBroadcastTower}
              title={t('today.offline', { count: speakersOffline })}
            />
          )}
          {cameras && <CameraNeeds summary={cameras} />}
        </div>
      )}
      <div className="needs-counts">
        {today.speakers.total > 0 && <p className="muted small">{t('today.speakers', today.speakers)}</p>}
        {cameras && <CameraLine summary={cameras} />}
      </div>
    </section>
  );
}

function Clear() {
  const { t } = useText();
  return (
    <div className="row needs-clear">
      <IconCircleCheck size={26} aria-hidden />
      <p>{t('today.nothingNeedsMe')}</p>
    </div>
  );
}

function BulletinNeed({ bulletin, icon, what }: { bulletin: Bulletin; icon: Icon; what: string }) {
  return (
    <Need href={`/bulletins/${bulletin.id}`} icon={icon} title={bulletin.title}>
      {what} · {bulletin.authorName} · <When at={bulletin.updatedAt} show="relative" />
      {bulletin.returnReason && <span className="needs-reason"> “{bulletin.returnReason}”</span>}
    </Need>
  );
}
