import type { AlertRule } from '../../alerts/index.ts';

/** What an officer is told of what cameras report. Subject is the camera's id. */
export const EVENT_ALERT_RULES: AlertRule[] = [
  {
    id: 'camera.tampered',
    severity: 'warning',
    title: {
      vi: 'Camera “{name}” báo bị che hoặc bị xoay',
      en: 'Camera “{name}” reports that it is covered or turned',
    },
    advice: {
      vi: 'Mở hình trực tiếp để xem. Nếu có người tác động vào camera, hãy cho người tới kiểm tra.',
      en: 'Look at the live picture. If somebody has touched the camera, send someone to see.',
    },
  },
];
