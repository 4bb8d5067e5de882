import type { GapWhy } from './timeline.ts';

/** Why there is a gap, for a person. */
export const GAP_WORDS: Record<GapWhy, { vi: string; en: string }> = {
  off: { vi: 'Không bật ghi hình', en: 'Recording was not switched on' },
  lost: { vi: 'Mất hình từ camera', en: 'No picture came from the camera' },
  slow: { vi: 'Ổ đĩa ghi không kịp', en: 'The disk did not keep up' },
  unwritable: {
    vi: 'Không ghi được tệp của camera này lên ổ đĩa',
    en: 'The files of this camera could not be written to the disk',
  },
  disk_full: { vi: 'Ổ đĩa ghi hình đầy', en: 'The recordings’ disk was full' },
  no_folder: { vi: 'Không dùng được thư mục ghi hình', en: 'The folder of the recordings could not be used' },
  box_off: { vi: 'Trạm Số không chạy', en: 'The station was not running' },
  deleted: { vi: 'Đã ghi nhưng nay đã xóa', en: 'It was recorded and has been deleted since' },
  still: { vi: 'Không có chuyển động', en: 'Nothing moved' },
  starting: { vi: 'Đang chờ hình từ camera', en: 'Waiting for the camera’s first picture' },
  unknown: { vi: 'Không rõ vì sao không có hình', en: 'It is not known why nothing was recorded' },
  future: { vi: 'Chưa tới lúc này', en: 'This time has not come yet' },
};
