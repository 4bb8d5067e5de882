import { type Static, Type } from 'typebox';

export const BackupSettings = Type.Object(
  {
    nightly: Type.Boolean({
      title: 'Tự sao lưu mỗi đêm',
      titleEn: 'Back up every night',
      description: 'Đêm nào lỡ thì sao lưu bù ngay khi Trạm Số chạy lại.',
      descriptionEn: 'A night that was missed is made up for as soon as the station runs again.',
      default: true,
    }),
    time: Type.String({
      title: 'Giờ sao lưu',
      titleEn: 'Time of the backup',
      description: 'Giờ Việt Nam, dạng GIỜ:PHÚT, ví dụ 01:30.',
      descriptionEn: 'Time in Vietnam as HOUR:MINUTE, such as 01:30.',
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
      default: '01:30',
    }),
    folder: Type.String({
      title: 'Thư mục sao lưu',
      titleEn: 'Backup folder',
      description:
        'Đường dẫn đầy đủ của ổ USB hoặc thư mục mạng đã gắn vào máy, ví dụ /media/usb. Để trống: ngay trên Trạm Số.',
      descriptionEn:
        'The full path of a mounted USB disk or network folder, such as /media/usb. Empty: on the station itself.',
      pattern: '^(/.*)?$',
      maxLength: 1024,
      default: '',
    }),
    separateDisk: Type.Boolean({
      title: 'Chỉ sao lưu sang ổ đĩa khác',
      titleEn: 'Back up to another disk only',
      description: 'Báo lỗi khi ổ sao lưu chưa được cắm, thay vì ghi vào ổ của chính Trạm Số.',
      descriptionEn:
        'Fails where the backup disk is not plugged in, instead of writing to the station’s own.',
      default: false,
    }),
    keep: Type.Integer({
      title: 'Số bản sao lưu giữ lại',
      titleEn: 'Backups kept',
      description: 'Bản cũ nhất bị xóa khi có bản mới.',
      descriptionEn: 'The oldest is deleted when a new one is made.',
      minimum: 1,
      maximum: 365,
      default: 14,
    }),
  },
  { title: 'Sao lưu', titleEn: 'Backup', additionalProperties: false },
);

export type BackupSettings = Static<typeof BackupSettings>;
