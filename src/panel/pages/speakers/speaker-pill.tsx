import {
  IconEar,
  IconHandFinger,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { SpeakerInfo } from '../../../speakers/schemas.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { useText } from '../../i18n/index.ts';

export type SpeakerState = 'disabled' | 'unconfirmed' | 'offline' | 'locked' | 'playing' | 'online';

/** The one thing to know of a speaker: what keeps it from playing comes first. */
export function stateOf({ enabled, confirmed, online, locked, playing }: SpeakerInfo): SpeakerState {
  if (!enabled) return 'disabled';
  if (!online) return 'offline';
  if (locked) return 'locked';
  if (!confirmed) return 'unconfirmed';
  return playing === null ? 'online' : 'playing';
}

const LOOKS = {
  disabled: ['neutral', IconPlayerPause],
  unconfirmed: ['warn', IconEar],
  offline: ['bad', IconPlugConnectedX],
  locked: ['warn', IconHandFinger],
  playing: ['info', IconPlayerPlay],
  online: ['good', IconPlugConnected],
} as const;

export function SpeakerPill({ speaker }: { speaker: SpeakerInfo }) {
  const { t } = useText();
  const state = stateOf(speaker);
  const [tone, icon] = LOOKS[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`speakers.states.${state}`)}
    </StatusPill>
  );
}
