/** Tất cả camera trong một câu: ở trang Hôm nay và trên tường camera. */
export default {
  cameraSummary: {
    withPicture: '{{withPicture}}/{{watched}} camera có hình',
    down: '{{count}} camera mất hình',
    notRecorded: '{{count}} camera không ghi được hình',
    insecure: '{{count}} camera có điểm an toàn dưới 50',
    alerts: '{{count}} cảnh báo về camera',
    worst: 'Nặng nhất: {{title}}',
    label: 'Cảnh báo đang mở về camera',
    toAlerts: 'Xem cảnh báo',
    toCameras: 'Xem camera',
  },
};
