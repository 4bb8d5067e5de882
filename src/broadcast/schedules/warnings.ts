import type { ScheduleWarning } from './schemas.ts';

export const NO_SPEAKER: ScheduleWarning = {
  code: 'no_speaker',
  message: 'Địa bàn đã chọn chưa có loa nào dùng được: đến giờ sẽ không phát được.',
  messageEn: 'There is no usable speaker in the chosen zones: nothing will be heard.',
};
export const NOT_APPROVED: ScheduleWarning = {
  code: 'not_approved',
  message: 'Bản tin chưa được duyệt. Đến giờ mà chưa duyệt thì sẽ không phát.',
  messageEn: 'The bulletin is not approved. It will not be played unless it is by then.',
};
/** @param more whether there are more than `count`; they are not all counted */
export const OVERLAP = (count: number, more: boolean): ScheduleWarning => ({
  code: 'overlap',
  message: `Trùng giờ với ${more ? `hơn ${count}` : count} lượt phát khác trên cùng địa bàn; loa bận thì lượt sau phải chờ.`,
  messageEn: `Overlaps ${more ? `more than ${count}` : count} other playouts in the same zones; the later ones will have to wait.`,
});
export const TOO_CLOSE = (lengthMs: number): ScheduleWarning => {
  const minutes = Math.ceil(lengthMs / 60_000);
  return {
    code: 'too_close',
    message: `Các giờ phát của lịch này quá gần nhau: mỗi lần phát dài khoảng ${minutes} phút, lần sau phải chờ và có thể bị bỏ lỡ.`,
    messageEn: `The times of this schedule are too close: one playout takes about ${minutes} minutes; the next must wait and may be missed.`,
  };
};
export const TOO_LONG = (length: number, limit: number): ScheduleWarning => ({
  code: 'too_long',
  message: `Dài khoảng ${Math.round(length / 60_000)} phút, quá ${limit} phút cho một buổi phát.`,
  messageEn: `About ${Math.round(length / 60_000)} minutes long, more than ${limit} for one session.`,
});
export const TOO_MANY = (most: number, limit: number): ScheduleWarning => ({
  code: 'too_many',
  message: `Có ngày phát tới ${most} buổi, quá ${limit} buổi một ngày.`,
  messageEn: `Some day would have ${most} sessions, more than ${limit}.`,
});
export const PAST_HOURS = (to: string): ScheduleWarning => ({
  code: 'past_hours',
  message: `Phát xong sẽ quá ${to}, giờ cuối được phép phát.`,
  messageEn: `It would end after ${to}, the end of the permitted hours.`,
});
