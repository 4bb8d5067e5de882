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
    healthEverySeconds: Type.Integer({
      title: 'Kiểm tra kết nối camera mỗi (giây)',
      titleEn: 'Look whether cameras are there every (seconds)',
      description: 'Camera mất kết nối được báo trong vòng 30 giây nếu để 15 giây trở xuống.',
      descriptionEn: 'With 15 or less, one that dies is told within 30 seconds.',
      minimum: 5,
      maximum: 60,
      default: 15,
    }),
    frameEveryMinutes: Type.Integer({
      title: 'Lấy hình để kiểm tra mỗi (phút)',
      titleEn: 'Fetch a picture to look at every (minutes)',
      description: 'Máy trạm xem hình có đen, mờ hoặc đứng yên không, kể cả khi không ai xem.',
      descriptionEn: 'Sees whether it is black, blurred or frozen, also while nobody watches.',
      minimum: 1,
      maximum: 60,
      default: 10,
    }),
    events: Type.Boolean({
      title: 'Nhận báo chuyển động từ camera',
      titleEn: 'Hear what cameras report',
      description: 'Chuyển động, bị che, tín hiệu vào. Camera ghi theo chuyển động luôn được nghe.',
      descriptionEn: 'Motion, tampering, inputs. Those recorded by motion are always heard.',
      default: true,
    }),
    eventDays: Type.Integer({
      title: 'Giữ báo cáo của camera trong (ngày)',
      titleEn: 'Keep what cameras reported for (days)',
      description: 'Sau thời gian này, báo cáo cũ bị xóa.',
      descriptionEn: 'After that it is deleted.',
      minimum: 1,
      maximum: 365,
      default: 30,
    }),
  },
  { title: 'Camera và ghi hình', titleEn: 'Cameras and recording', additionalProperties: false },
);
export type CamerasSettings = Static<typeof CamerasSettings>;
