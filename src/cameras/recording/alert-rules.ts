import type { AlertRule } from '../../alerts/index.ts';

/** Subject of the alerts about all recordings together. */
export const RECORDINGS = 'recordings';

export const RECORDING_ALERT_RULES: AlertRule[] = [
  {
    id: 'camera.recording_stopped',
    severity: 'critical',
    title: {
      vi: 'Đã dừng ghi hình tất cả camera: ổ đĩa đầy',
      en: 'No camera is being recorded: the disk is full',
    },
    advice: {
      vi: 'Các đoạn ghi cũ không được bảo vệ đã bị xóa mà vẫn thiếu chỗ ({free} GB còn trống). Hãy bỏ bảo vệ đoạn không còn cần, xóa bớt tệp khác trên ổ đĩa, hoặc lắp ổ lớn hơn. Có chỗ trống, máy trạm tự ghi tiếp.',
      en: 'Old recordings that are not protected were deleted and room is still short ({free} GB free). Unprotect what is no longer needed, delete other files on the disk, or fit a larger one. Recording goes on by itself once there is room.',
    },
  },
  {
    id: 'camera.recordings_folder',
    severity: 'critical',
    title: {
      vi: 'Đã dừng ghi hình tất cả camera: không dùng được thư mục ghi hình',
      en: 'No camera is being recorded: the folder of the recordings cannot be used',
    },
    advice: {
      vi: 'Thư mục {folder}: {why}. Hãy kiểm tra ổ đĩa ghi hình đã được cắm và gắn đúng chỗ, hoặc chọn thư mục khác ở Cài đặt → Camera. Máy trạm tự ghi tiếp khi dùng lại được.',
      en: 'Folder {folder}: {whyEn}. Check that the recordings’ disk is plugged in and mounted in its place, or choose another folder in Settings → Cameras. Recording goes on by itself once it can.',
    },
  },
];

export const FOLDER_FAULTS = {
  missing: {
    vi: 'không thấy dữ liệu ghi hình của máy trạm ở đây, có thể ổ đĩa chưa được gắn',
    en: 'the recordings of this station are not here, perhaps its disk is not mounted',
  },
  foreign: { vi: 'đây là ổ ghi hình của máy trạm khác', en: 'these are the recordings of another station' },
  unwritable: {
    vi: 'máy trạm không đọc hoặc ghi được, có thể thiếu quyền hoặc ổ đĩa bị lỗi',
    en: 'the station cannot read or write here: it has no right to, or the disk fails',
  },
} as const;
