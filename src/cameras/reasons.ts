import type { ErrorDetails } from '../errors.ts';

interface Said {
  readonly vi: string;
  readonly en: string;
}

/** Why a camera is not well: what is the matter, and what to do. `{name}` is filled from the details. */
const REASONS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  'camera.unreachable': [
    'Camera không trả lời. Kiểm tra nguồn điện, dây mạng và địa chỉ của camera.',
    'The camera does not answer. Check its power, its cable and its address.',
  ],
  'camera.refused': [
    'Camera không nhận tên đăng nhập hoặc mật khẩu. Nhập lại tài khoản của camera.',
    'The camera refuses the user name or password. Enter its account again.',
  ],
  'camera.locked': [
    'Camera đang tạm khóa đăng nhập vì có nhiều lần sai. Chờ ít nhất 30 phút rồi thử lại đúng một lần.',
    'The camera has locked sign-in after wrong tries. Wait at least 30 minutes and try just once.',
  ],
  'camera.no_account': [
    'Chưa có tài khoản của camera. Nhập tên đăng nhập và mật khẩu.',
    'There is no account for this camera. Enter a user name and a password.',
  ],
  'camera.no_stream': [
    'Chưa biết địa chỉ luồng hình của camera. Bấm “Đọc lại”, hoặc nhập địa chỉ RTSP.',
    'No stream of this camera is known. Read it again, or enter its RTSP address.',
  ],
  'camera.no_frames': [
    'Camera có trả lời nhưng không gửi hình. Hãy khởi động lại camera; nếu vẫn vậy, xem lại cài đặt luồng hình.',
    'The camera answers but sends no pictures. Restart it; if that does not help look at its stream settings.',
  ],
  'camera.removed': ['Camera này đã được xóa khỏi danh sách.', 'This camera has been removed from the list.'],
  'camera.no_program': [
    'Máy trạm thiếu chương trình ffmpeg nên không lấy được hình. Hãy chạy lại scripts/setup.',
    'The station lacks the program ffmpeg, so there are no pictures. Run scripts/setup again.',
  ],
  'camera.changed': [
    'Camera đổi cỡ hình liên tục. Hãy xem lại cài đặt luồng hình của camera.',
    'The camera keeps changing its picture size. Look at its stream settings.',
  ],
  'camera.transcoders_busy': [
    'Máy trạm đang chuyển đổi hình cho nhiều camera khác. Hãy đóng bớt cửa sổ xem, hoặc dùng trình duyệt xem được trực tiếp.',
    'The station is converting pictures of other cameras already. Close some of them, or use a browser that needs no conversion.',
  ],
};

/** A code of a camera's state, for a person. */
export function sayCameraReason(code: string, details: ErrorDetails = {}): Said {
  const [vi, en] = (Object.hasOwn(REASONS, code) && REASONS[code]) || [
    `Mã lỗi ${code}.`,
    `Error code ${code}.`,
  ];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(details[name] ?? '…'));
  return { vi: fill(vi), en: fill(en) };
}
