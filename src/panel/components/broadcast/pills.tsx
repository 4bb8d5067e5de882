import {
  type Icon,
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconHelpCircle,
  IconHourglass,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import type { BulletinState, Playout, PlayoutState, TargetState } from '../../../broadcast/schemas.ts';
import { useText } from '../../i18n/index.ts';
import { StatusPill, type Tone } from '../status-pill.tsx';

const PLAYOUT: Record<PlayoutState, [Tone, Icon]> = {
  planned: ['neutral', IconClock],
  preparing: ['info', IconHourglass],
  ready: ['info', IconCheck],
  playing: ['info', IconPlayerPlay],
  played: ['good', IconCheck],
  partial: ['warn', IconAlertTriangle],
  failed: ['bad', IconX],
  missed: ['bad', IconX],
  interrupted: ['warn', IconPlayerPause],
  unknown: ['warn', IconHelpCircle],
  cancelled: ['neutral', IconX],
};

const BULLETIN: Record<BulletinState, [Tone, Icon]> = {
  draft: ['neutral', IconPencil],
  submitted: ['warn', IconHourglass],
  approved: ['good', IconCheck],
  returned: ['bad', IconArrowBackUp],
  archived: ['neutral', IconCircleDashed],
};

const TARGET: Record<TargetState, [Tone, Icon]> = {
  commanded: ['neutral', IconClock],
  accepted: ['info', IconCheck],
  started: ['info', IconPlayerPlay],
  finished: ['good', IconCheck],
  failed: ['bad', IconX],
  stopped: ['warn', IconPlayerPause],
  unknown: ['warn', IconHelpCircle],
};

export function PlayoutPill({ playout }: { playout: Pick<Playout, 'state' | 'kind'> }) {
  const { t } = useText();
  const [tone, icon] = PLAYOUT[playout.state];
  return (
    <span className="row-wrap">
      {playout.kind === 'emergency' && <StatusPill tone="alarm">{t('playout.kinds.emergency')}</StatusPill>}
      {playout.kind === 'drill' && <StatusPill tone="warn">{t('playout.kinds.drill')}</StatusPill>}
      <StatusPill tone={tone} icon={icon}>
        {t(`playout.states.${playout.state}`)}
      </StatusPill>
    </span>
  );
}

export function BulletinPill({ state }: { state: BulletinState }) {
  const { t } = useText();
  const [tone, icon] = BULLETIN[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`bulletin.states.${state}`)}
    </StatusPill>
  );
}

export function TargetPill({ state }: { state: TargetState }) {
  const { t } = useText();
  const [tone, icon] = TARGET[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`playout.targets.${state}`)}
    </StatusPill>
  );
}
