import {
  type Icon,
  IconArrowBackUp,
  IconBellRinging,
  IconBuildingBroadcastTower,
  IconChevronRight,
  IconCircleCheck,
  IconHourglass,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Bulletin, Today } from '../../../broadcast/schemas.ts';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import './needs-me.css';

/** Everything that waits for this person; empty is the aim. */
export function NeedsMe({ today }: { today: Today }) {
  const { t } = useText();
  const { toApprove, returned, alerts, speakersOffline } = today.needsMe;
  const isClear = toApprove.length + returned.length + alerts + speakersOffline === 0;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('today.needsMe')}</h2>
      </div>
      {isClear ? (
        <div className="row needs-clear">
          <IconCircleCheck size={26} aria-hidden />
          <p>{t('today.nothingNeedsMe')}</p>
        </div>
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
        </div>
      )}
      {today.speakers.total > 0 && (
        <p className="muted small needs-speakers">{t('today.speakers', today.speakers)}</p>
      )}
    </section>
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

interface NeedProps {
  href: string;
  icon: Icon;
  title: string;
  children?: ReactNode;
}

function Need({ href, icon: Mark, title, children }: NeedProps) {
  return (
    <Link href={href} className="rows-item">
      <Mark size={24} stroke={1.75} aria-hidden className="needs-mark" />
      <span className="grow column-tight">
        <span className="strong">{title}</span>
        {children && <span className="muted small">{children}</span>}
      </span>
      <IconChevronRight size={20} aria-hidden />
    </Link>
  );
}
