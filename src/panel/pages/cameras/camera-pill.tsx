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

/** What is the matter or is advised, in a few words; '' where nothing is. */
export function reasonWord(t: Translate, reason: string | null): string {
  const name = reason?.replace(/^camera\./, '') ?? '';
  return isTold(name) ? t(`cameras.reasons.${name}`) : '';
}

/** How a camera is, in two or three words: what is the matter rather than just that something is. */
export function healthWord(t: Translate, { state, reason }: CameraHealth): string {
  const hasTrouble = state === 'warning' || state === 'down';
  return (hasTrouble && reasonWord(t, reason)) || t(`cameras.states.${state}`);
}

interface Props {
  health: CameraHealth;
  /** Nothing where all is well, or nobody knows yet. */
  whenWrong?: boolean;
  /** A sign that tells its words when it is pointed at. */
  isShort?: boolean;
}

export function CameraPill({ health, whenWrong = false, isShort = false }: Props) {
  const { t } = useText();
  const { state } = health;
  if (whenWrong && (state === 'ok' || state === 'unknown')) return null;
  const [tone, icon] = STATE_LOOKS[state];
  const words = healthWord(t, health);
  return (
    <span className="camera-pill" title={isShort ? words : undefined}>
      <StatusPill tone={tone} icon={icon}>
        <span className={isShort ? 'hidden' : undefined}>{words}</span>
      </StatusPill>
    </span>
  );
}
