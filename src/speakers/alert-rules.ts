import type { AlertRule } from '../alerts/schemas.ts';

/** What an officer is told about loudspeakers. Subject is the speaker's id, or `broker`. */
export const ALERT_RULES: AlertRule[] = [
  {
    id: 'speaker.offline',
    severity: 'warning',
    title: { vi: 'Loa “{name}” mất kết nối', en: 'Speaker “{name}” is offline' },
    advice: {
      vi: 'Kiểm tra nguồn điện và đường mạng của loa. Bản tin vẫn phát ở các loa khác.',
      en: 'Check its power and network. Bulletins still play on the other speakers.',
    },
  },
  {
    id: 'speaker.locked',
    severity: 'warning',
    title: { vi: 'Loa “{name}” đang chờ bấm “Bật loa”', en: 'Speaker “{name}” waits to be turned on' },
    advice: {
      vi: 'Loa vẫn kết nối nhưng không phát được tiếng. Đến thiết bị đó, bấm “Bật loa” một lần rồi để trang mở.',
      en: 'It is connected and gives no sound. Press “Turn on” once on the device, and leave its page open.',
    },
  },
  {
    id: 'speaker.foreign_playback',
    severity: 'critical',
    title: {
      vi: 'Loa “{name}” đang phát nội dung không do Trạm Số gửi',
      en: 'Speaker “{name}” is playing something that the station did not send',
    },
    advice: {
      vi: 'Bấm “Dừng tất cả”, cử người tới loa kiểm tra ngay. Nếu vẫn phát, ngắt nguồn loa, cấp mật khẩu mới cho loa và báo công an xã.',
      en: 'Press “Stop all” and send somebody to the speaker at once. If it goes on, cut its power, give it a new password and tell the police.',
    },
  },
  {
    id: 'speaker.wrong_clock',
    severity: 'warning',
    title: { vi: 'Đồng hồ của loa “{name}” chạy sai', en: 'The clock of speaker “{name}” is wrong' },
    advice: {
      vi: 'Loa có thể phát lệch giờ so với các loa khác. Khởi động lại loa; nếu vẫn sai, báo nhà cung cấp.',
      en: 'It may be out of step with the others. Restart it; if that does not help, tell its supplier.',
    },
  },
  {
    id: 'speaker.broker_down',
    severity: 'critical',
    title: { vi: 'Trạm Số mất liên lạc với máy chủ MQTT', en: 'The station cannot reach its MQTT broker' },
    advice: {
      vi: 'Các loa MQTT chưa nhận được lệnh: {reasonVi}. Kiểm tra máy chủ MQTT và mục Cài đặt → Loa và máy chủ MQTT.',
      en: 'MQTT speakers get no commands: {reasonEn}. Check the broker and Settings → Speakers and MQTT broker.',
    },
  },
  {
    id: 'speaker.port_taken',
    severity: 'warning',
    title: {
      vi: 'Trạm Số không mở được cổng MQTT {port}',
      en: 'The station cannot open MQTT port {port}',
    },
    advice: {
      vi: 'Có chương trình khác đang dùng cổng này, nên loa mới chưa kết nối được qua đó. Dừng chương trình ấy; Trạm Số tự thử lại.',
      en: 'Another program uses it, so speakers cannot connect there. Stop that program; the station tries again by itself.',
    },
  },
];
