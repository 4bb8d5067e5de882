import { type Static, Type } from 'typebox';

/** Settings section `cameras`. */
export const CamerasSettings = Type.Object(
  {
    searchDaily: Type.Boolean({
      title: 'Tự tìm camera mỗi ngày',
      titleEn: 'Look for cameras every day',
      description: 'Trạm Số tìm trong mạng nội bộ và báo khi có camera chưa được thêm.',
      descriptionEn: 'Searches the LAN and tells when there is a camera that nobody has added.',
      default: true,
    }),
    healthEverySeconds: Type.Integer({
      title: 'Kiểm tra kết nối camera mỗi (giây)',
      titleEn: 'Look whether cameras are there every (seconds)',
      description: 'Camera mất kết nối được báo trong vòng 30 giây nếu để 10 giây trở xuống.',
      descriptionEn: 'With 10 or less, one that dies is told within 30 seconds.',
      minimum: 5,
      maximum: 60,
      default: 10,
    }),
    frameEveryMinutes: Type.Integer({
      title: 'Lấy hình để kiểm tra mỗi (phút)',
      titleEn: 'Fetch a picture to look at every (minutes)',
      description: 'Trạm Số xem hình có đen, mờ hoặc đứng yên không, kể cả khi không ai xem.',
      descriptionEn: 'Sees whether it is black, blurred or frozen, also while nobody watches.',
      minimum: 1,
      maximum: 60,
      default: 10,
    }),
    throughFfmpeg: Type.Boolean({
      title: 'Đọc mọi luồng hình qua ffmpeg',
      titleEn: 'Read every stream through ffmpeg',
      description:
        'Chỉ bật khi hình của camera nào đó bị lỗi mà xem bằng phần mềm khác vẫn tốt. Tốn bộ xử lý hơn. Luồng đang chạy đổi theo ở lần mở sau.',
      descriptionEn:
        'Only where the picture of some camera is broken here and well elsewhere. Costs more. What runs follows when it is opened next.',
      default: false,
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
    recordingFolder: Type.String({
      title: 'Thư mục ghi hình',
      titleEn: 'Folder of the recordings',
      description:
        'Đường dẫn đầy đủ trên ổ đĩa ghi hình đã gắn, ví dụ /mnt/ghi-hinh. Để trống: ghi trên ổ đĩa của Trạm Số. Đổi thư mục thì các đoạn đã ghi nằm lại thư mục cũ.',
      descriptionEn:
        'The full path on a mounted disk, such as /mnt/recordings. Empty: on the station’s own disk. What was recorded before stays in the folder it is in.',
      pattern: '^$|^/[^\\u0000-\\u001f\\u007f]*$',
      maxLength: 300,
      default: '',
    }),
    keepDays: Type.Integer({
      title: 'Giữ hình ghi trong (ngày)',
      titleEn: 'Keep recordings for (days)',
      description: 'Sau đó đoạn cũ bị xóa, trừ đoạn được bảo vệ. Từng camera có thể đặt riêng.',
      descriptionEn: 'Then they are deleted, but for those protected. Each camera may have its own.',
      minimum: 1,
      maximum: 3_650,
      default: 30,
    }),
    diskShare: Type.Integer({
      title: 'Hình ghi chiếm nhiều nhất (% ổ đĩa)',
      titleEn: 'Recordings take at most (% of the disk)',
      description: 'Quá mức này, đoạn cũ nhất bị xóa trước.',
      descriptionEn: 'Beyond that the oldest are deleted first.',
      minimum: 5,
      maximum: 95,
      default: 70,
    }),
    minFreeGb: Type.Integer({
      title: 'Luôn chừa trống trên ổ đĩa ghi hình (GB)',
      titleEn: 'Always leave free on the recordings’ disk (GB)',
      description: 'Nếu xóa đoạn cũ mà vẫn không đủ, Trạm Số dừng ghi và báo.',
      descriptionEn: 'Where deleting the oldest does not do, recording stops and an alert tells.',
      minimum: 1,
      maximum: 1_000,
      default: 5,
    }),
  },
  { title: 'Camera và ghi hình', titleEn: 'Cameras and recording', additionalProperties: false },
);
export type CamerasSettings = Static<typeof CamerasSettings>;
