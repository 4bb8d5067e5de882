import type { AlertRule } from '../../alerts/index.ts';

/** What an officer is told about the security of cameras. Subject is the camera's id. */
export const SECURITY_ALERT_RULES: AlertRule[] = [
  {
    id: 'camera.insecure',
    severity: 'warning',
    title: {
      vi: 'Camera “{name}” kém an toàn ({score}/100 điểm)',
      en: 'Camera “{name}” is not secure ({score} of 100 points)',
    },
    advice: {
      vi: 'Mở trang của camera, mục An toàn, để xem từng điểm và cách khắc phục.',
      en: 'Open its page, section Security, for each point and what to do about it.',
    },
  },
];
