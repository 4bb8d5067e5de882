import { type Static, Type } from 'typebox';

/** Settings section `cameras`. */
export const CamerasSettings = Type.Object(
  {
    searchDaily: Type.Boolean({
      title: 'Tự tìm camera mỗi ngày',
      titleEn: 'Look for cameras every day',
      description: 'Máy trạm tìm trong mạng nội bộ và báo khi có camera chưa được thêm.',
      descriptionEn: 'Searches the LAN and tells when there is a camera that nobody has added.',
      default: true,
    }),
  },
  { title: 'Camera và ghi hình', titleEn: 'Cameras and recording', additionalProperties: false },
);
export type CamerasSettings = Static<typeof CamerasSettings>;
