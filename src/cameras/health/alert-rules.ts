import type { AlertRule } from '../../alerts/index.ts';
import { HEALTH_CODES, HEALTH_REASONS } from './reasons.ts';

/** What an officer is told about the health of cameras. Subject is the camera's id, or `all`. */
export const HEALTH_ALERT_RULES: AlertRule[] = [
  ...HEALTH_CODES.flatMap((id) => {
    const { severity, title, advice } = HEALTH_REASONS[id];
    return severity === null ? [] : { id, severity, title: { ...title }, advice: { ...advice } };
  }),
  {
    id: 'camera.many_lost',
    severity: 'critical',
    title: {
      vi: 'Mất kết nối {count} camera cùng lúc',
      en: '{count} cameras went offline together',
    },
    advice: {
      vi: 'Nhiều camera mất cùng lúc thường do switch, bộ phát PoE, dây trục hoặc nguồn điện chung. Kiểm tra chúng trước, rồi mới kiểm tra từng camera.',
      en: 'When many go at once, it is mostly a switch, a PoE injector, a trunk cable or the common power. Check these before single cameras.',
    },
  },
];
