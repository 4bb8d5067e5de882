import { IconPointFilled, IconShieldHalf } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CameraView } from '../../../cameras/schemas.ts';
import type { Zone } from '../../../commune/schemas.ts';
import { When } from '../../components/when.tsx';
import { zonePath } from '../../components/zones/zone-tree.ts';
import { useText } from '../../i18n/index.ts';
import { CameraPill, healthWord } from './camera-pill.tsx';
import { SmallPicture } from './small-picture.tsx';

interface Props {
  camera: CameraView;
  zones: Zone[];
  /** Whether its picture is wanted. */
  picture: boolean;
}

/** One camera of the list: where it is, how it is and since when. */
export function CameraRow({ camera, zones, picture }: Props) {
  const { t } = useText();
  const { health, recording, securityScore } = camera;
  const zone = camera.zoneId ? zonePath(zones, camera.zoneId) : '';
  const where = [zone, camera.place].filter(Boolean).join(' · ');
  const what = [camera.maker, camera.model].filter(Boolean).join(' ') || camera.host;
  const hasTrouble = health.state === 'down' || health.state === 'warning';
  return (
    <Link href={`/cameras/${camera.id}`} className="rows-item wrap-on-phone camera-row">
      {picture && <SmallPicture camera={camera} />}
      <span className="grow column-tight">
        <span className="strong">{camera.name}</span>
        <span className="muted small">{[where, what].filter(Boolean).join(' · ')}</span>
        {hasTrouble && health.since !== null && (
          <span className="muted small">
            {healthWord(t, health)} {t('cameras.since')} <When at={health.since} show="both" />
          </span>
        )}
      </span>
      {recording.mode !== 'off' && (
        <span className="camera-fact small muted">
          {recording.running && <IconPointFilled size={16} aria-hidden />}
          {t(recording.running ? 'cameras.recordingNow' : `cameras.recording.modes.${recording.mode}`)}
        </span>
      )}
      {securityScore !== null && (
        <span className="camera-fact small muted numbers">
          <IconShieldHalf size={18} aria-hidden />
          <span className="hidden">{t('cameras.security.title')}</span>
          {t('cameras.security.score', { score: securityScore })}
        </span>
      )}
      <CameraPill health={health} />
    </Link>
  );
}
