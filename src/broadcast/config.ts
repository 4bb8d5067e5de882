import { type Static, Type } from 'typebox';

const Time = (title: string, value: string, description?: string) =>
  Type.String({
    title,
    default: value,
    pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
    ...(description ? { description } : {}),
  });
const Count = (title: string, value: number, minimum: number, maximum: number, description?: string) =>
  Type.Integer({ title, default: value, minimum, maximum, ...(description ? { description } : {}) });

/** Settings section `broadcast`. Local rules differ from commune to commune (regulation: NĐ 49/2024). */
export const BroadcastSettings = Type.Object(
  {
    selfApproval: Type.Boolean({
      title: 'Cho phép tự duyệt bản tin của mình',
      description: 'Tắt: bản tin phải do người khác duyệt.',
      default: false,
    }),
    permittedFrom: Time(
      'Được phát từ giờ',
      '05:00',
      'Ngoài các giờ này chỉ phát khẩn cấp. Hai giờ bằng nhau: phát cả ngày.',
    ),
    permittedTo: Time('Được phát đến giờ', '21:00'),
    longestMinutes: Count(
      'Một buổi phát dài nhất (phút)',
      15,
      1,
      120,
      'Lịch có bản tin dài hơn sẽ được cảnh báo.',
    ),
    maxSessionsPerDay: Count('Số buổi phát nhiều nhất mỗi ngày', 12, 1, 100, 'Vượt quá sẽ được cảnh báo.'),
    prepareSeconds: Count('Chuẩn bị âm thanh trước giờ phát (giây)', 90, 10, 600),
    approvalWarningMinutes: Count('Nhắc khi bản tin sắp phát mà chưa duyệt, trước (phút)', 60, 1, 1440),
    graceSeconds: Count(
      'Phát muộn nhiều nhất (giây)',
      60,
      5,
      600,
      'Muộn hơn nữa thì không phát và ghi là bỏ lỡ.',
    ),
    waitMinutes: Count(
      'Chờ loa đang bận nhiều nhất (phút)',
      10,
      0,
      120,
      'Lịch trùng giờ trên cùng loa sẽ chờ đến lượt; quá thời gian này thì bỏ lỡ.',
    ),
    replay: Type.Boolean({
      title: 'Phát lại khi máy trạm mất điện giữa chừng',
      default: true,
    }),
    replayMinutes: Count('Phát lại nếu giờ phát chưa qua quá (phút)', 15, 1, 60),
    emergencyLeadMs: Count(
      'Loa cùng phát khẩn cấp sau (mili giây)',
      800,
      0,
      5_000,
      'Khoảng chờ ngắn để các loa cất tiếng cùng lúc, không vọng nhau. 0: loa nào nhận trước phát trước.',
    ),
    drillZone: Type.String({
      title: 'Địa bàn diễn tập',
      description: 'Diễn tập khẩn cấp chỉ phát ở địa bàn này.',
      default: '',
      maxLength: 64,
      zone: true,
    }),
    targetDays: Count('Giữ chi tiết từng loa trong nhật ký phát (ngày)', 400, 30, 3650),
    logDays: Count('Giữ nhật ký phát (ngày)', 1825, 365, 7300),
  },
  { title: 'Phát thanh', titleEn: 'Broadcasting' },
);
export type BroadcastSettings = Static<typeof BroadcastSettings>;
