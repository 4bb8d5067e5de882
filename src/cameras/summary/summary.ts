import type { Alert } from '../../alerts/schemas.ts';
import type { CameraState, CameraView } from '../schemas.ts';
import { INSECURE } from '../security/findings.ts';
import type { CameraSummary } from './schemas.ts';

/** What is counted of one camera. */
export interface Counted {
  state: CameraState;
  recording: Pick<CameraView['recording'], 'failed'>;
  /** Of the last security check; null before the first. */
  securityScore: number | null;
}

type OpenAlert = Pick<Alert, 'rule' | 'severity' | 'title' | 'titleEn'>;

const GRAVITY = { critical: 2, warning: 1, info: 0 } as const;

/**
 * Counts the cameras. One that is not watched counts only in `total`: nobody is to do anything about it.
 * @param open alerts of every slice, newest first; of those as grave as each other the newest is the worst
 */
export function summarize(cameras: readonly Counted[], open: readonly OpenAlert[]): CameraSummary {
  const watched = cameras.filter(({ state }) => state !== 'off');
  const alerts = open.filter(({ rule }) => rule.startsWith('camera.'));
  const worst = alerts.reduce<OpenAlert | null>(
    (most, alert) => (most && GRAVITY[most.severity] >= GRAVITY[alert.severity] ? most : alert),
    null,
  );
  const count = (holds: (camera: Counted) => boolean) => watched.filter(holds).length;
  return {
    total: cameras.length,
    watched: watched.length,
    withPicture: count(({ state }) => state === 'ok' || state === 'warning'),
    down: count(({ state }) => state === 'down'),
    insecure: count(({ securityScore }) => securityScore !== null && securityScore < INSECURE),
    notRecorded: count(({ state, recording }) => state !== 'down' && recording.failed),
    alerts: alerts.length,
    worst: worst && { severity: worst.severity, title: worst.title, titleEn: worst.titleEn },
  };
}
