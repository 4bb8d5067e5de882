import type { AlertRule } from '../alerts/index.ts';

/** What can be the matter with the machine itself. */
export const SYSTEM_RULES: AlertRule[] = [
  {
    id: 'backup.failed',
    severity: 'warning',
    title: { vi: 'Sao lưu không thành công', en: 'The backup failed' },
    advice: { vi: '{message}', en: '{messageEn}' },
  },
  {
    id: 'backup.no_code',
    severity: 'warning',
    title: { vi: 'Chưa có mã khôi phục', en: 'There is no recovery code yet' },
    advice: {
      vi: 'Chưa có mã này thì Trạm Số chưa sao lưu. Mở Cài đặt → Trạm Số để tạo mã và chép ra giấy.',
      en: 'Without it the station does not back up. Make one in Settings → Station and write it down.',
    },
  },
  {
    id: 'disk.low',
    severity: 'warning',
    title: { vi: 'Ổ đĩa sắp đầy ({percent} %)', en: 'The disk is filling up ({percent} %)' },
    advice: {
      vi: 'Xóa bớt dữ liệu không cần trên Trạm Số hoặc thay ổ đĩa lớn hơn.',
      en: 'Remove what is not needed from the station, or fit a larger disk.',
    },
  },
  {
    id: 'disk.full',
    severity: 'critical',
    title: { vi: 'Ổ đĩa gần như đã đầy ({percent} %)', en: 'The disk is nearly full ({percent} %)' },
    advice: {
      vi: 'Giải phóng ổ đĩa ngay: khi đầy hẳn, Trạm Số không ghi được nhật ký và bản tin mới.',
      en: 'Free space now: once it is full, neither logs nor new bulletins can be stored.',
    },
  },
  {
    id: 'clock.untrusted',
    severity: 'critical',
    title: { vi: 'Đồng hồ của Trạm Số sai', en: 'The clock of the station is wrong' },
    advice: {
      vi: 'Kiểm tra pin CMOS và kết nối mạng để máy tự chỉnh giờ. Lịch phát chờ đến khi giờ đúng. Nếu giờ của máy đang đúng, hãy xác nhận ở Cài đặt → Trạm Số.',
      en: 'Check the CMOS battery and the network, so that time is set. Schedules wait until it is right. If the machine shows the right time, confirm it in Settings → Station.',
    },
  },
  {
    id: 'database.damaged',
    severity: 'critical',
    title: { vi: 'Cơ sở dữ liệu có lỗi', en: 'The database is damaged' },
    advice: {
      vi: 'Không tắt Trạm Số. Hãy gọi người hỗ trợ kỹ thuật để khôi phục từ bản sao lưu và thay ổ đĩa.',
      en: 'Leave the station on. Have support restore a backup and replace the disk.',
    },
  },
  {
    id: 'database.replaced',
    severity: 'critical',
    title: {
      vi: 'Cơ sở dữ liệu hỏng hoặc mất đã được thay bằng bản lưu lúc {copiedAt}',
      en: 'The damaged or lost database was replaced with the copy of {copiedAt}',
    },
    advice: {
      vi: 'Những gì nhập sau lúc đó có thể đã mất: hãy xem lại bản tin và lịch phát. Nên thay ổ đĩa.',
      en: 'What was entered after that may be lost: check bulletins and schedules. The disk should be replaced.',
    },
  },
];
