import type { CameraHealth } from '../schemas.ts';
import { HEALTH_REASONS } from './reasons.ts';
import type { Watched } from './watched.ts';

const STATE_TEXTS = {
  ok: { vi: 'Hoạt động tốt', en: 'Works' },
  unknown: { vi: 'Chưa kiểm tra', en: 'Not looked at yet' },
  off: { vi: 'Đã tắt theo dõi', en: 'The watch is off' },
} as const;

/** How a camera is, in words. */
export function healthOf(watched: Watched | undefined): CameraHealth {
  const { state, reason, since, lastFrameAt, driftMs } = watched ?? NONE;
  const said = reason
    ? HEALTH_REASONS[reason].advice
    : STATE_TEXTS[state === 'ok' || state === 'off' ? state : 'unknown'];
  return { state, reason, text: said.vi, textEn: said.en, since, lastFrameAt, driftMs };
}

const NONE = { state: 'unknown', reason: null, since: null, lastFrameAt: null, driftMs: null } as const;
