import { type Static, Type } from 'typebox';

export const BackupSettings = Type.Object(
  {
    nightly: Type.Boolean({
      title: 'Tự sao lưu mỗi đêm',
      description: 'Back up every night; a night that was missed is made up for',
      default: true,
    }),
    time: Type.String({
      title: 'Giờ sao lưu',
      description: 'Local time, HH:MM',
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
      default: '01:30',
    }),
    folder: Type.String({
      title: 'Thư mục sao lưu (ổ USB hoặc thư mục mạng đã gắn; để trống: ngay trên máy trạm)',
      description: 'Absolute path of a mounted USB disk or network folder; empty: on the station itself',
      pattern: '^(/.*)?$',
      maxLength: 1024,
      default: '',
    }),
    separateDisk: Type.Boolean({
      title: 'Chỉ sao lưu khi thư mục nằm trên ổ đĩa khác (báo lỗi khi chưa cắm ổ)',
      description: 'Refuse a folder on the data’s own disk: then the backup disk is not plugged in',
      default: false,
    }),
    keep: Type.Integer({
      title: 'Số bản sao lưu giữ lại',
      description: 'How many backups stay in the folder',
      minimum: 1,
      maximum: 365,
      default: 14,
    }),
  },
  { title: 'Sao lưu', titleEn: 'Backup', additionalProperties: false },
);

export type BackupSettings = Static<typeof BackupSettings>;
