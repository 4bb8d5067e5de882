import { Link } from 'wouter';
import type { Alert } from '../../../alerts/schemas.ts';
import { useRight } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';

/** The way to the camera that an alert is about, or to where it is dealt with; nothing for other alerts. */
export function CameraLink({ alert: { rule, subject } }: { alert: Pick<Alert, 'rule' | 'subject'> }) {
  const { t } = useText();
  const maySee = useRight('camera.view');
  const mayAdd = useRight('camera.write');
  if (!maySee || !rule.startsWith('camera.')) return null;
  if (rule === 'camera.unknown' || rule === 'camera.many_unknown') {
    return mayAdd ? <Link href="/cameras/add">{t('alerts.findCameras')}</Link> : null;
  }
  if (isId(subject)) return <Link href={`/cameras/${subject}`}>{t('alerts.openCamera')}</Link>;
  return <Link href="/cameras?state=down">{t('alerts.openCameras')}</Link>;
}

function isId(subject: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(subject);
}
