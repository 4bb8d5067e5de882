import { Slider } from '@mantine/core';
import { useState } from 'react';
import type { SpeakerView } from '../../../speakers/schemas.ts';
import { useRight } from '../../api/session.ts';
import { useSpeaker, useSpeakerProfiles, useSpeakerVolume } from '../../api/speakers.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { SpeakerDetails } from './speaker-details.tsx';
import { SpeakerManaging } from './speaker-managing.tsx';
import { SpeakerPill } from './speaker-pill.tsx';
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
              <Volume key={speaker.volume} speaker={speaker} />
              <SpeakerDetails speaker={speaker} />
            </>
          )}
        </div>
        <div className="column">
          <Facts speaker={speaker} />
          {mayWrite && <SpeakerManaging speaker={speaker} />}
        </div>
      </div>
    </>
  );
}

function Volume({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const send = useSpeakerVolume(speaker.id);
  const [volume, setVolume] = useState(speaker.volume);
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('speakers.volume')}</h2>
        <span className="strong numbers">{volume}</span>
      </div>
      <Slider
        value={volume}
        onChange={setVolume}
        onChangeEnd={(value) => send.mutate(value)}
        min={0}
        max={100}
        step={5}
        size="lg"
        label={null}
        thumbLabel={t('speakers.volume')}
      />
      <Failure error={send.error} />
    </section>
  );
}

function Facts({ speaker }: { speaker: SpeakerView }) {
  const { t, language } = useText();
  const profiles = useSpeakerProfiles();
  const profile = profiles.data?.find(({ id }) => id === speaker.profile);
  return (
    <section className="card column">
      <h2>{t('speakers.facts')}</h2>
      <dl className="facts">
        <dt>{t('speakers.kind')}</dt>
        <dd>
          <span className="row-wrap">
            {profile?.name[language] ?? speaker.profile}
            {!speaker.tried && <StatusPill tone="warn">{t('speakers.untried')}</StatusPill>}
          </span>
        </dd>
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
