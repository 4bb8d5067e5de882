import { fill } from '../../errors.ts';
import type { Finding, Found } from './schemas.ts';

interface Words {
  readonly vi: string;
  readonly en: string;
}

/** What a security check can find: how much it takes off the 100 points, what it means, and what to do. */
interface FindingKind {
  /** 40: anybody can look or take it over · 25, 20: an easy way in · 10: weak · 5: untidy · 0: only to be known. */
  weight: 40 | 25 | 20 | 10 | 5 | 0;
  title: Words;
  advice: Words;
}

/** A score below this: somebody should look at the camera. */
export const INSECURE = 50;

const words = (vi: string, en: string): Words => ({ vi, en });

export const FINDING_KINDS = {
  open_stream: {
    weight: 40,
    title: words('Ai cũng xem được hình, không cần mật khẩu', 'Anybody can watch it without a password'),
    advice: words(
      'Vào trang cài đặt của camera, bật xác thực RTSP (chọn digest) rồi kiểm tra lại.',
      'In the settings of the camera, switch on authentication for RTSP (digest), then check again.',
    ),
  },
  factory_password: {
    weight: 40,
    title: words('Camera còn dùng mật khẩu của nhà sản xuất', 'It still has the password of the factory'),
    advice: words(
      'Đổi mật khẩu ngay: ít nhất 8 ký tự gồm chữ hoa, chữ thường, số và ký tự đặc biệt. Sau đó nhập mật khẩu mới vào Trạm Số.',
      'Change it now: at least 8 characters with capital and small letters, digits and signs. Then enter it in the station.',
    ),
  },
  vulnerable_critical: {
    weight: 40,
    title: words('Phần mềm có lỗ hổng nghiêm trọng {id}', 'Its firmware has the critical flaw {id}'),
    advice: words(
      'Nâng cấp phần mềm của camera theo hướng dẫn của nhà sản xuất (xem nguồn). Nếu chưa nâng cấp được, không cho camera ra Internet và tách mạng camera.',
      'Install newer firmware as its maker says (see the source). Until then keep it away from the Internet, in a network of its own.',
    ),
  },
  vulnerable: {
    weight: 25,
    title: words('Phần mềm có lỗ hổng {id}', 'Its firmware has the flaw {id}'),
    advice: words(
      'Nâng cấp phần mềm của camera theo hướng dẫn của nhà sản xuất (xem nguồn).',
      'Install newer firmware as its maker says (see the source).',
    ),
  },
  maybe_vulnerable: {
    weight: 10,
    title: words('Phần mềm có thể có lỗ hổng {id}', 'Its firmware may have the flaw {id}'),
    advice: words(
      'Không so sánh chắc chắn được mẫu hoặc phiên bản. Đối chiếu với nguồn; nếu camera nằm trong danh sách, hãy nâng cấp phần mềm.',
      'Model or version cannot be compared for sure. Compare them with the source; install newer firmware if it is listed there.',
    ),
  },
  open_onvif: {
    weight: 25,
    title: words(
      'Đọc được cài đặt của camera mà không cần mật khẩu',
      'Its settings can be read without a password',
    ),
    advice: words(
      'Bật xác thực ONVIF trong trang cài đặt của camera; nếu không có mục này, hãy nâng cấp phần mềm.',
      'Switch on authentication for ONVIF in its settings; if there is no such thing, install newer firmware.',
    ),
  },
  telnet: {
    weight: 20,
    title: words('Cổng telnet ({port}) đang mở', 'Telnet (port {port}) is open'),
    advice: words(
      'Tắt telnet trong trang cài đặt của camera. Nếu không tắt được, hãy nâng cấp phần mềm và chặn cổng này ở switch.',
      'Switch telnet off in its settings. If that cannot be done, install newer firmware and block the port at the switch.',
    ),
  },
  ftp: {
    weight: 10,
    title: words('Cổng FTP ({port}) đang mở', 'FTP (port {port}) is open'),
    advice: words(
      'Tắt máy chủ FTP trong trang cài đặt của camera.',
      'Switch its FTP server off in its settings.',
    ),
  },
  old_firmware: {
    weight: 10,
    title: words('Phần mềm đã hơn 4 năm', 'Its firmware is more than 4 years old'),
    advice: words(
      'Hỏi nhà cung cấp bản mới cho đúng mẫu camera này.',
      'Ask the supplier for a newer one for just this model.',
    ),
  },
  plain_http: {
    weight: 5,
    title: words('Trang cài đặt không mã hóa (HTTP)', 'Its pages are not encrypted (HTTP)'),
    advice: words(
      'Bật HTTPS và tắt HTTP trong trang cài đặt của camera, nếu camera có.',
      'Switch on HTTPS and off HTTP in its settings, where it has them.',
    ),
  },
  certificate_expired: {
    weight: 5,
    title: words('Chứng chỉ HTTPS đã hết hạn ngày {day}', 'Its HTTPS certificate expired on {day}'),
    advice: words(
      'Tạo chứng chỉ mới trong trang cài đặt của camera; xem lại giờ của camera.',
      'Make a new certificate in its settings, and look at its clock.',
    ),
  },
  clock_off: {
    weight: 5,
    title: words('Đồng hồ của camera sai', 'Its clock is wrong'),
    advice: words(
      'Bấm “Chỉnh giờ” ở trang của camera và đặt máy chủ NTP là Trạm Số hoặc máy chủ của tỉnh.',
      'Press “Set the clock” on its page, with an NTP server.',
    ),
  },
  no_conformity: {
    weight: 5,
    title: words(
      'Chưa ghi chứng nhận hợp quy QCVN 135:2024/BTTTT',
      'No certificate of conformity (QCVN 135:2024/BTTTT) is recorded',
    ),
    advice: words(
      'Hỏi nhà cung cấp giấy chứng nhận rồi nhập số vào trang của camera. Camera bán từ ngày 1/1/2026 phải có.',
      'Ask the supplier for it and enter its number. Cameras sold from 1 January 2026 on must have one.',
    ),
  },
  password_age_unknown: {
    weight: 0,
    title: words('Không biết mật khẩu đã dùng bao lâu', 'The age of its password is not known'),
    advice: words(
      'Camera không cho biết. Nên đổi mật khẩu khi thay cán bộ phụ trách.',
      'Cameras do not tell. Change it when somebody else takes over.',
    ),
  },
} as const satisfies Record<string, FindingKind>;

export type FindingCode = keyof typeof FINDING_KINDS;

/** A finding with its words. */
export function sayFinding({ code, details }: Found): Finding {
  const { weight, title, advice } = FINDING_KINDS[code];
  return {
    code,
    weight,
    title: fill(title.vi, details),
    titleEn: fill(title.en, details),
    advice: advice.vi,
    adviceEn: advice.en,
    source: typeof details.source === 'string' ? details.source : null,
  };
}

/** 100 less the weights, never below 0. Possible flaws count once, however many there are. */
export function scoreOf(found: readonly Found[]): number {
  let lost = 0;
  let hasPossible = false;
  for (const { code } of found) {
    if (code !== 'maybe_vulnerable' || !hasPossible) lost += FINDING_KINDS[code].weight;
    if (code === 'maybe_vulnerable') hasPossible = true;
  }
  return Math.max(0, 100 - lost);
}
