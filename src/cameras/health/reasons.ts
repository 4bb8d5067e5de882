import type { Severity } from '../../alerts/index.ts';

interface Words {
  readonly vi: string;
  readonly en: string;
}

/** What can be the matter with a camera. */
export interface HealthReason {
  /** `ok`: nothing hurts now, there is only something to be advised. */
  state: 'down' | 'warning' | 'ok';
  /** Of its alert; null: it is shown with the camera, and nobody is told, since it lasts for years. */
  severity: Severity | null;
  /** `{name}` is the camera's. */
  title: Words;
  advice: Words;
}

const words = (vi: string, en: string): Words => ({ vi, en });

/**
 * Every reason, the gravest first: a camera shows only the first that holds. Down: there is no picture. Warning: it
 * hurts now. Advice alone makes no camera yellow, or all would be and nobody would look at the yellow ones.
 * An alert rule of the same id is made of each that has a severity.
 */
export const HEALTH_REASONS = {
  'camera.unreachable': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” mất kết nối', 'Camera “{name}” is offline'),
    advice: words(
      'Camera không trả lời. Kiểm tra nguồn điện, dây mạng và cổng switch của camera.',
      'The camera does not answer. Check its power, its cable and its port on the switch.',
    ),
  },
  'camera.locked': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” đang khóa đăng nhập', 'Camera “{name}” has locked sign-in'),
    advice: words(
      'Camera tạm khóa vì có ai đó nhập sai mật khẩu nhiều lần. Trạm Số để yên camera trong một giờ. Nếu không phải người của xã nhập sai, hãy kiểm tra xem ai đang dò mật khẩu.',
      'It was given wrong passwords too often. The station leaves it alone for an hour. If nobody of the commune did it, find out who is guessing passwords.',
    ),
  },
  'camera.refused': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” không nhận mật khẩu', 'Camera “{name}” refuses the account'),
    advice: words(
      'Tên đăng nhập hoặc mật khẩu đã đổi. Nhập lại tài khoản của camera; Trạm Số chỉ tự thử lại mỗi giờ một lần để camera không bị khóa.',
      'User name or password have changed. Enter the account again; by itself the station tries only once an hour, so that the camera is not locked.',
    ),
  },
  'camera.refused_once': {
    state: 'down',
    // Most of them have only just been switched on; the next try shows which ones have another password.
    severity: null,
    title: words('Camera “{name}” vừa từ chối đăng nhập', 'Camera “{name}” has just refused the account'),
    advice: words(
      'Camera vừa từ chối tài khoản mà trước đó vẫn nhận, thường là do đang khởi động. Trạm Số tự thử lại sau 3 phút; nếu vẫn bị từ chối thì mật khẩu đã đổi.',
      'It has just refused an account that it took until then, as cameras do while they start. The station tries again in 3 minutes; if it is refused then, the password was changed.',
    ),
  },
  'camera.no_account': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” chưa có tài khoản', 'There is no account for camera “{name}”'),
    advice: words(
      'Camera đòi đăng nhập. Nhập tên đăng nhập và mật khẩu của camera.',
      'The camera wants a sign-in. Enter its user name and password.',
    ),
  },
  'camera.no_stream': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” không có luồng hình', 'Camera “{name}” offers no stream'),
    advice: words(
      'Camera có trả lời nhưng không có luồng hình ở địa chỉ đã lưu. Bấm “Đọc lại”; nếu vẫn vậy, khởi động lại camera.',
      'The camera answers, but there is no stream at the address that is stored. Read it again; if that does not help, restart the camera.',
    ),
  },
  'camera.no_frames': {
    state: 'down',
    severity: 'warning',
    title: words('Camera “{name}” không gửi hình', 'Camera “{name}” sends no picture'),
    advice: words(
      'Camera có trả lời nhưng không gửi được hình nào. Khởi động lại camera; kiểm tra xem đường mạng có bị nghẽn không.',
      'The camera answers, but no picture comes. Restart it, and see whether the network is overloaded.',
    ),
  },
  'camera.black': {
    state: 'warning',
    severity: 'warning',
    title: words('Hình của camera “{name}” đen', 'The picture of camera “{name}” is black'),
    advice: words(
      'Xem ống kính có bị che không; ban đêm, xem đèn hồng ngoại của camera có sáng không.',
      'See whether the lens is covered and, by night, whether the infrared lamps of the camera work.',
    ),
  },
  'camera.frozen': {
    state: 'warning',
    severity: 'warning',
    title: words('Hình của camera “{name}” đứng yên', 'The picture of camera “{name}” stands still'),
    advice: words(
      'Nhiều lần kiểm tra liên tiếp hình không đổi chút nào. Khởi động lại camera. Nên bật hiển thị ngày giờ trên hình để phân biệt với cảnh vốn không có gì chuyển động.',
      'Several looks in a row saw no change at all. Restart the camera. With date and time shown in its picture, a scene in which nothing moves is not taken for this.',
    ),
  },
  'camera.blurred': {
    state: 'warning',
    severity: 'warning',
    title: words(
      'Hình của camera “{name}” mờ hoặc bị che',
      'The picture of camera “{name}” is blurred or covered',
    ),
    advice: words(
      'Lau ống kính, xem có mạng nhện hay vật che, rồi chỉnh lại tiêu cự.',
      'Wipe the lens, look for cobwebs or a cover, then focus it again.',
    ),
  },
  'camera.not_recording': {
    state: 'warning',
    severity: 'warning',
    title: words('Camera “{name}” không được ghi hình', 'Camera “{name}” is not being recorded'),
    advice: words(
      'Camera này được đặt ghi hình nhưng hiện không ghi. Xem ổ đĩa ghi hình còn chỗ và còn nối vào Trạm Số không.',
      'It is set to be recorded and is not. See whether the recordings’ disk is connected and has room.',
    ),
  },
  'camera.clock_off': {
    state: 'warning',
    severity: 'warning',
    title: words('Đồng hồ của camera “{name}” sai', 'The clock of camera “{name}” is wrong'),
    advice: words(
      'Giờ trên hình lệch hơn 30 giây so với Trạm Số, sẽ gây nhầm lẫn khi tra cứu. Bấm “Chỉnh giờ” ở trang của camera.',
      'The time in its picture is off by more than 30 seconds. Press “Set the clock” on the camera’s page.',
    ),
  },
  'camera.zone_off': {
    state: 'warning',
    severity: 'warning',
    title: words('Múi giờ của camera “{name}” sai', 'The time zone of camera “{name}” is wrong'),
    advice: words(
      'Camera không theo giờ Việt Nam (UTC+7), nên giờ trên hình lệch cả tiếng. Bấm “Chỉnh giờ” ở trang của camera; nếu vẫn vậy, chọn múi giờ GMT+7 trong trang cài đặt của chính camera.',
      'It does not keep Vietnamese time (UTC+7), so that the time in its picture is off by whole hours. Press “Set the clock” on the camera’s page; if that does not help, choose GMT+7 in the camera’s own settings.',
    ),
  },
  'camera.old_firmware': {
    state: 'ok',
    severity: null,
    title: words('Phần mềm của camera “{name}” đã cũ', 'The firmware of camera “{name}” is old'),
    advice: words(
      'Phần mềm của camera đã hơn 4 năm. Hỏi nhà cung cấp bản mới cho đúng mẫu camera này.',
      'It is more than 4 years old. Ask the supplier for a newer one for just this model.',
    ),
  },
} as const satisfies Record<string, HealthReason>;

export type HealthCode = keyof typeof HEALTH_REASONS;

/** The gravest first. */
export const HEALTH_CODES = Object.keys(HEALTH_REASONS) as HealthCode[];

/** The account is not taken, whatever else there is. */
export function isShut(
  code: string | null | undefined,
): code is 'camera.refused' | 'camera.refused_once' | 'camera.locked' {
  return code === 'camera.refused' || code === 'camera.refused_once' || code === 'camera.locked';
}

export function isHealthCode(code: string | null): code is HealthCode {
  return code !== null && Object.hasOwn(HEALTH_REASONS, code);
}
