import {
  IconAlertTriangle,
  IconHourglass,
  IconPlayerPause,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import type { CameraHealth, CameraState } from '../../../cameras/schemas.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { type Translate, useText } from '../../i18n/index.ts';
import texts from '../../i18n/vi/cameras.ts';

type Told = keyof typeof texts.cameras.reasons;

const isTold = (name: string): name is Told => Object.hasOwn(texts.cameras.reasons, name);

/** Each state has a sign of its own beside its colour. */
export const STATE_LOOKS = {
  ok: ['good', IconVideo],
  warning: ['warn', IconAlertTriangle],
  down: ['bad', IconVideoOff],
  unknown: ['neutral', IconHourglass],
  off: ['neutral', IconPlayerPause],
} as const satisfies Record<CameraState, unknown>;

export const CAMERA_STATES = Object.keys(STATE_LOOKS) as CameraState[];

/** How a camera is, in two or three words: what is the matter rather than just that something is. */
export function healthWord(t: Translate, { state, reason }: CameraHealth): string {
  const name = reason?.replace(/^camera\./, '') ?? '';
  const hasTrouble = state === 'warning' || state === 'down';
  return hasTrouble && isTold(name) ? t(`cameras.reasons.${name}`) : t(`cameras.states.${state}`);
}

export function CameraPill({ health }: { health: CameraHealth }) {
  const { t } = useText();
  const [tone, icon] = STATE_LOOKS[health.state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {healthWord(t, health)}
    </StatusPill>
  );
}
