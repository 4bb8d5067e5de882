import type { SpeakerView } from '../../../speakers/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { useRight } from '../../api/session.ts';
import { useSpeaker, useSpeakerProfiles } from '../../api/speakers.ts';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { zonePath } from '../../components/zones/zone-tree.ts';
import { useText } from '../../i18n/index.ts';
import { SpeakerDetails } from './speaker-details.tsx';
import { SpeakerLog } from './speaker-log.tsx';
import { SpeakerManaging } from './speaker-managing.tsx';
import { SpeakerPill } from './speaker-pill.tsx';
import { SpeakerVolume } from './speaker-volume.tsx';
import { TestTone } from './test-tone.tsx';
import './speakers.css';

export default function SpeakerPage({ id }: { id: string }) {
  const speaker = useSpeaker(id);
  return (
    <QueryView page query={speaker} lines={3} lineHeight={120}>
      {(data) => <SpeakerCards speaker={data} />}
    </QueryView>
  );
}

function SpeakerCards({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const mayWrite = useRight('speaker.write');
  return (
    <>
      <PageHeader title={speaker.name}>
        <span className="row-wrap">
          <SpeakerPill speaker={speaker} />
          {speaker.lastSeenAt !== null && (
            <span>
              {t('speakers.lastSeen')} <When at={speaker.lastSeenAt} show="both" />
            </span>
          )}
        </span>
      </PageHeader>
      <div className="split">
        <div className="column">
          {mayWrite && (
            <>
              <section className="card column">
                <h2>{t('speakers.testTitle')}</h2>
                <TestTone speaker={speaker} />
              </section>
              <SpeakerVolume speaker={speaker} />
              <SpeakerDetails speaker={speaker} />
            </>
          )}
          {!mayWrite && <SpeakerLog speakerId={speaker.id} />}
        </div>
        <div className="column">
          <Facts speaker={speaker} />
          {mayWrite && (
            <>
              <SpeakerLog speakerId={speaker.id} />
              <SpeakerManaging speaker={speaker} />
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Facts({ speaker }: { speaker: SpeakerView }) {
  const { t, language } = useText();
  const profiles = useSpeakerProfiles();
  const zones = useZones();
  const profile = profiles.data?.find(({ id }) => id === speaker.profile);
  return (
    <section className="card column">
      <h2>{t('speakers.facts')}</h2>
      <dl className="facts">
        <dt>{t('speakers.zone')}</dt>
        <dd>{speaker.zoneId ? zonePath(zones.data ?? [], speaker.zoneId) : t('common.noZone')}</dd>
        {speaker.place && (
          <>
            <dt>{t('speakers.place')}</dt>
            <dd>{speaker.place}</dd>
          </>
        )}
        <dt>{t('speakers.kind')}</dt>
        <dd>
          <span className="row-wrap">
            {profile?.name[language] ?? speaker.profile}
            {!speaker.tried && <StatusPill tone="warn">{t('speakers.untried')}</StatusPill>}
          </span>
        </dd>
        {speaker.transport === 'mqtt' && (
          <>
            <dt>{t('speakers.connection')}</dt>
            <dd>
              {speaker.plain ? (
                <StatusPill tone="warn">{t('speakers.connectionPlain')}</StatusPill>
              ) : (
                t('speakers.connectionTls')
              )}
            </dd>
          </>
        )}
        <dt>{t('speakers.sync')}</dt>
        <dd>{t(speaker.synchronised ? 'speakers.synchronised' : 'speakers.unsynchronised')}</dd>
        <dt>{t('speakers.acknowledges')}</dt>
        <dd>{t(`speakers.acknowledge.${speaker.acknowledges}`)}</dd>
        <dt>{t('speakers.added')}</dt>
        <dd>
          <When at={speaker.createdAt} show="full" />
        </dd>
      </dl>
      {speaker.pendingStops > 0 && <Notice tone="info">{t('speakers.pendingStops')}</Notice>}
    </section>
  );
}
