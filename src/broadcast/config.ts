import { type Static, Type } from 'typebox';

/** A label, and perhaps a line of explanation, in both languages. */
interface Words {
  title: string;
  titleEn: string;
  description?: string;
  descriptionEn?: string;
}

const Time = (value: string, words: Words) =>
  Type.String({ ...words, default: value, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const Count = (value: number, minimum: number, maximum: number, words: Words) =>
  Type.Integer({ ...words, default: value, minimum, maximum });

/** Settings section `broadcast`. Local rules differ from commune to commune (regulation: NĐ 49/2024). */
export const BroadcastSettings = Type.Object(
  {
    selfApproval: Type.Boolean({
      title: 'Cho phép tự duyệt bản tin của mình',
      titleEn: 'Let authors approve their own bulletins',
      description: 'Tắt: bản tin phải do người khác duyệt.',
      descriptionEn: 'Off: somebody else has to approve.',
      default: false,
    }),
    permittedFrom: Time('05:00', {
      title: 'Được phát từ giờ',
      titleEn: 'Broadcasts permitted from',
      description: 'Ngoài các giờ này chỉ phát khẩn cấp. Hai giờ bằng nhau: phát cả ngày.',
      descriptionEn: 'Outside these hours only emergencies sound. Two equal times: all day.',
    }),
    permittedTo: Time('21:00', { title: 'Được phát đến giờ', titleEn: 'Broadcasts permitted until' }),
    longestMinutes: Count(15, 1, 120, {
      title: 'Mỗi buổi phát dài nhất (phút)',
      titleEn: 'Longest session (minutes)',
      description: 'Lịch có bản tin dài hơn sẽ được cảnh báo.',
      descriptionEn: 'A schedule with a longer bulletin brings a warning.',
    }),
    maxSessionsPerDay: Count(12, 1, 100, {
      title: 'Số buổi phát nhiều nhất mỗi ngày',
      titleEn: 'Most sessions a day',
      description: 'Vượt quá sẽ được cảnh báo.',
      descriptionEn: 'More bring a warning.',
    }),
    prepareSeconds: Count(90, 10, 600, {
      title: 'Chuẩn bị âm thanh trước giờ phát (giây)',
      titleEn: 'Prepare the audio this long before air (seconds)',
    }),
    approvalWarningMinutes: Count(60, 1, 1440, {
      title: 'Nhắc duyệt trước giờ phát (phút)',
      titleEn: 'Remind of a missing approval this long before air (minutes)',
    }),
    graceSeconds: Count(60, 5, 600, {
      title: 'Phát muộn nhiều nhất (giây)',
      titleEn: 'Latest start after its time (seconds)',
      description: 'Muộn hơn nữa thì không phát và ghi là bỏ lỡ.',
      descriptionEn: 'What is later than that is not played, and is logged as missed.',
    }),
    waitMinutes: Count(10, 0, 120, {
      title: 'Chờ loa đang bận nhiều nhất (phút)',
      titleEn: 'Longest wait for busy speakers (minutes)',
      description: 'Lịch trùng giờ trên cùng loa sẽ chờ đến lượt; quá thời gian này thì bỏ lỡ.',
      descriptionEn:
        'Playouts at one time on the same speakers wait in line; after this long they are missed.',
    }),
    replay: Type.Boolean({
      title: 'Phát lại khi Trạm Số mất điện giữa chừng',
      titleEn: 'Play again what a power cut of the station has interrupted',
      default: true,
    }),
    replayMinutes: Count(15, 1, 60, {
      title: 'Phát lại nếu giờ phát chưa qua quá (phút)',
      titleEn: 'Play again if its time is no longer past than (minutes)',
    }),
    emergencyLeadMs: Count(800, 0, 5_000, {
      title: 'Các loa cùng cất tiếng khẩn cấp sau (mili giây)',
      titleEn: 'All speakers begin an emergency after (milliseconds)',
      description:
        'Khoảng chờ ngắn để các loa cất tiếng cùng lúc, không vọng nhau. 0: loa nào nhận trước phát trước.',
      descriptionEn:
        'A short wait lets them begin together, so that they do not echo. 0: each as soon as it is told.',
    }),
    drillZone: Type.String({
      title: 'Địa bàn diễn tập',
      titleEn: 'Drill zone',
      description: 'Diễn tập khẩn cấp chỉ phát ở địa bàn này.',
      descriptionEn: 'Emergency drills sound in this zone only.',
      default: '',
      maxLength: 64,
      zone: true,
    }),
    targetDays: Count(400, 30, 3650, {
      title: 'Giữ chi tiết từng loa trong nhật ký phát (ngày)',
      titleEn: 'Keep what each speaker did in the log (days)',
    }),
    logDays: Count(1825, 365, 7300, {
      title: 'Giữ nhật ký phát (ngày)',
      titleEn: 'Keep the playout log (days)',
    }),
  },
  { title: 'Phát thanh', titleEn: 'Broadcasting' },
);
export type BroadcastSettings = Static<typeof BroadcastSettings>;
