import { HEALTH_REASONS, isHealthCode } from './health/reasons.ts';

interface Said {
  readonly vi: string;
  readonly en: string;
}

/** Why a camera gives no picture, beside the reasons of health/reasons.ts: what is the matter, and what to do. */
const REASONS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  'camera.removed': ['Camera này đã được xóa khỏi danh sách.', 'This camera has been removed from the list.'],
  'camera.no_program': [
    'Trạm Số thiếu chương trình ffmpeg nên không lấy được hình. Hãy chạy lại scripts/setup.',
    'The station lacks the program ffmpeg, so there are no pictures. Run scripts/setup again.',
  ],
  'camera.changed': [
    'Camera đổi cỡ hình liên tục. Hãy xem lại cài đặt luồng hình của camera.',
    'The camera keeps changing its picture size. Look at its stream settings.',
  ],
  'camera.transcoders_busy': [
    'Trạm Số đang chuyển đổi hình cho nhiều camera khác. Hãy đóng bớt cửa sổ xem, hoặc dùng trình duyệt xem được trực tiếp.',
    'The station is converting pictures of other cameras already. Close some of them, or use a browser that needs no conversion.',
  ],
};

/** A code of a camera's state, for a person. */
export function sayCameraReason(code: string): Said {
  if (isHealthCode(code)) return HEALTH_REASONS[code].advice;
  const [vi, en] = (Object.hasOwn(REASONS, code) && REASONS[code]) || [
    `Mã lỗi ${code}.`,
    `Error code ${code}.`,
  ];
  return { vi, en };
}
