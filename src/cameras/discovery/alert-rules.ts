import type { AlertRule } from '../../alerts/index.ts';

/** What an officer is told about which cameras there are. Subject is the key of the unit, or the camera's id. */
export const DISCOVERY_ALERT_RULES: AlertRule[] = [
  {
    id: 'camera.unknown',
    severity: 'warning',
    title: {
      vi: 'Có camera lạ trong mạng, tại {address}',
      en: 'There is an unknown camera in the network, at {address}',
    },
    advice: {
      vi: '{what} chưa có trong danh sách camera. Nếu là camera của xã, hãy thêm vào ở mục Camera → Tìm camera. Nếu không, tìm xem ai đã lắp và báo công an xã.',
      en: '{what} is not among the cameras. If it is the commune’s, add it under Cameras → Find cameras. If not, find out who has put it there and tell the police.',
    },
  },
  {
    id: 'camera.many_unknown',
    severity: 'warning',
    title: {
      vi: 'Có {count} camera lạ trong mạng',
      en: 'There are {count} unknown cameras in the network',
    },
    advice: {
      vi: 'Mở Camera → Tìm camera để xem và thêm. Nếu xã không lắp thêm camera, hãy báo người phụ trách mạng.',
      en: 'Open Cameras → Find cameras to see and add them. If the commune has bought none, tell whoever looks after the network.',
    },
  },
  {
    id: 'camera.impostor',
    severity: 'critical',
    title: {
      vi: 'Thiết bị tại {address} tự nhận là camera “{name}”',
      en: 'The device at {address} says that it is camera “{name}”',
    },
    advice: {
      vi: 'Số máy hoặc tài khoản không khớp với camera đã lưu nên Trạm Số không đổi địa chỉ. Kiểm tra thiết bị này; nếu vừa thay camera, hãy thêm lại.',
      en: 'Its serial number or account is not that of the camera, so its address was not changed. Look at that device; add the camera anew if it was replaced.',
    },
  },
];
