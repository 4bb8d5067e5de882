import { IconShieldExclamation, IconVideoMinus, IconVideoOff } from '@tabler/icons-react';
import type { CameraSummary } from '../../../cameras/summary/schemas.ts';
import { useText } from '../../i18n/index.ts';
import '../../i18n/camera-summary.ts';
import { Need } from './need.tsx';

const NEEDS = [
  { what: 'down', icon: IconVideoOff },
  { what: 'notRecorded', icon: IconVideoMinus },
  { what: 'insecure', icon: IconShieldExclamation },
] as const;

/** How many things about cameras wait for somebody. */
export const cameraNeeds = (summary: CameraSummary): number =>
  NEEDS.filter(({ what }) => summary[what] > 0).length;

/** What is the matter with cameras, each with the way to just those. */
export function CameraNeeds({ summary }: { summary: CameraSummary }) {
  const { t } = useText();
  return NEEDS.filter(({ what }) => summary[what] > 0).map(({ what, icon }) => (
    <Need
      key={what}
      href={`/cameras?state=${what}`}
      icon={icon}
      title={t(`cameraSummary.${what}`, { count: summary[what] })}
    />
  ));
}

/** “12/14 camera có hình”; nothing where none is watched. */
export function CameraLine({ summary: { watched, withPicture } }: { summary: CameraSummary }) {
  const { t } = useText();
  if (watched === 0) return null;
  return <p className="muted small">{t('cameraSummary.withPicture', { watched, withPicture })}</p>;
}
