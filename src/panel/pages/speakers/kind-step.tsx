import { IconBuildingBroadcastTower, IconDeviceMobile } from '@tabler/icons-react';
import type { Profile } from '../../../speakers/profile.ts';
import { useSpeakerProfiles } from '../../api/speakers.ts';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useText } from '../../i18n/index.ts';

/** What kind of loudspeaker it is; a browser first, since everybody has one. */
export function KindStep({ onChoose }: { onChoose: (profile: Profile) => void }) {
  const { t } = useText();
  const profiles = useSpeakerProfiles();
  return (
    <QueryView query={profiles} lineHeight={84}>
      {(all) => (
        <>
          <h2>{t('speakers.kindTitle')}</h2>
          <div className="kinds">
            {all
              .filter(canBeHeard)
              .sort((a, b) => rank(a) - rank(b))
              .map((profile) => (
                <Kind key={profile.id} profile={profile} onChoose={() => onChoose(profile)} />
              ))}
          </div>
        </>
      )}
    </QueryView>
  );
}

/** What takes no audio from the station can't be confirmed by ear, so it would never be used. */
function canBeHeard({ commands }: Profile): boolean {
  return commands.play !== undefined || commands.test !== undefined;
}

function rank({ transport, tried }: Profile): number {
  return transport === 'web' ? 0 : tried ? 1 : 2;
}

function Kind({ profile, onChoose }: { profile: Profile; onChoose: () => void }) {
  const { t, language } = useText();
  const isWeb = profile.transport === 'web';
  const Mark = isWeb ? IconDeviceMobile : IconBuildingBroadcastTower;
  return (
    <button type="button" className="kind" onClick={onChoose}>
      <Mark size={30} stroke={1.5} aria-hidden />
      <span className="column-tight grow">
        <span className="strong">{isWeb ? t('speakers.kindWeb') : profile.name[language]}</span>
        <span className="muted small">{isWeb ? t('speakers.kindWebNote') : profile.note?.[language]}</span>
        {!isWeb && (
          <span className="row-wrap">
            <span className="muted small">{profile.maker}</span>
            {!profile.tried && <StatusPill tone="warn">{t('speakers.untried')}</StatusPill>}
            {profile.sync === 'none' && (
              <StatusPill tone="neutral">{t('speakers.unsynchronised')}</StatusPill>
            )}
          </span>
        )}
      </span>
    </button>
  );
}
