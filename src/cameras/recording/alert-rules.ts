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
      vi: 'Các đoạn ghi cũ không được bảo vệ đã bị xóa mà vẫn thiếu chỗ ({free} GB còn trống). Hãy bỏ bảo vệ đoạn không còn cần, xóa bớt tệp khác trên ổ đĩa, hoặc lắp ổ lớn hơn. Có chỗ trống, Trạm Số tự ghi tiếp.',
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
      vi: 'Thư mục {folder}: {why}. Hãy kiểm tra ổ đĩa ghi hình đã được cắm và gắn đúng chỗ, hoặc vào Cài đặt → Camera và ghi hình để chọn thư mục khác hay dùng ổ đĩa mới thay ổ cũ. Trạm Số tự ghi tiếp khi dùng lại được.',
      en: 'Folder {folder}: {whyEn}. Check that the recordings’ disk is plugged in and mounted in its place, or go to Settings → Cameras and recording to choose another folder, or to use a new disk in place of the old one. Recording goes on by itself once it can.',
    },
  },
  {
    id: 'camera.recordings_unlooked',
    severity: 'critical',
    title: {
      vi: 'Trạm Số không kiểm tra được nơi lưu hình ghi',
      en: 'The station cannot look after the recordings',
    },
    advice: {
      vi: 'Trạm Số gặp lỗi khi kiểm tra thư mục {folder}, nên có thể camera không được ghi và đoạn cũ không được xóa. Hãy kiểm tra ổ đĩa, rồi khởi động lại Trạm Số; nếu vẫn lỗi, gửi nhật ký cho người hỗ trợ.',
      en: 'Looking at folder {folder} fails, so that cameras may not be recorded and old recordings not deleted. Check the disk, then restart the station; if it goes on, send the log to whoever supports you.',
    },
  },
  {
    id: 'camera.recording_slow',
    severity: 'warning',
    title: {
      vi: 'Ổ đĩa ghi không kịp hình của camera {name}',
      en: 'The disk does not keep up with camera {name}',
    },
    advice: {
      vi: 'Trong 10 phút qua đã nhiều lần phải bỏ bớt hình vì ổ đĩa ghi chậm. Hãy giảm tốc độ bit của camera, ghi luồng phụ, hoặc thay ổ đĩa.',
      en: 'Pictures had to be dropped several times within 10 minutes because the disk is slow. Lower the camera’s bit rate, record its second stream, or replace the disk.',
    },
  },
  {
    id: 'camera.recording_deaf',
    severity: 'warning',
    title: {
      vi: 'Không nhận được báo chuyển động của camera {name}, đang ghi liên tục',
      en: 'Camera {name} does not report motion; all of it is being recorded',
    },
    advice: {
      vi: 'Camera này được đặt ghi theo chuyển động nhưng Trạm Số không nhận được tin báo của nó, nên ghi liên tục để không mất hình, tốn chỗ hơn. Hãy kiểm tra tài khoản ONVIF và mục sự kiện của camera, hoặc đặt ghi liên tục.',
      en: 'It is set to be recorded by motion, but its reports do not arrive, so that all of it is recorded and takes more room. Check its ONVIF account and its event settings, or set it to continuous.',
    },
  },
];

export const FOLDER_FAULTS = {
  missing: {
    vi: 'không thấy dữ liệu ghi hình của Trạm Số ở đây, có thể ổ đĩa chưa được gắn',
    en: 'the recordings of this station are not here, perhaps its disk is not mounted',
  },
  foreign: { vi: 'đây là ổ ghi hình của Trạm Số khác', en: 'these are the recordings of another station' },
  unconfirmed: {
    vi: 'thư mục này nằm trên ổ đĩa hệ thống và chưa được xác nhận, có thể ổ đĩa ghi hình chưa được gắn',
    en: 'it lies on the system’s disk and nobody has confirmed it; perhaps the recordings’ disk is not mounted',
  },
  unwritable: {
    vi: 'Trạm Số không đọc hoặc ghi được, có thể thiếu quyền hoặc ổ đĩa bị lỗi',
    en: 'the station cannot read or write here: it has no right to, or the disk fails',
  },
} as const;
