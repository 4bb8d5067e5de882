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
    searchAt: Type.String({
      title: 'Giờ tìm camera',
      titleEn: 'Time of the search',
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      default: '09:30',
    }),
  },
  { title: 'Camera', titleEn: 'Cameras', additionalProperties: false },
);
export type CamerasSettings = Static<typeof CamerasSettings>;
