import { fill } from '../../errors.ts';

/** Why a playout is not as planned. `{name}` is filled from the row's details. */
const PLAYOUT_REASONS = {
  no_speaker: ['Địa bàn đã chọn chưa có loa nào.', 'There is no speaker in the chosen zones.'],
  not_approved: ['Bản tin chưa được duyệt lúc đến giờ phát.', 'The bulletin was not approved at air time.'],
  quiet_hours: ['Ngoài giờ được phép phát.', 'Outside the permitted hours.'],
  late: ['Đã quá giờ phát, không phát bù.', 'Its time had passed; it is not made up for.'],
  clock_step: ['Đồng hồ Trạm Số nhảy qua giờ phát.', 'The clock of the station jumped past its time.'],
  clock_untrusted: [
    'Lúc đến giờ phát, đồng hồ Trạm Số chưa đúng.',
    'The clock of the station was not right at air time.',
  ],
  station_off: ['Lúc đến giờ phát, Trạm Số đang tắt.', 'The station was off at air time.'],
  busy: [
    'Loa bận phát bản tin khác, đã chờ quá {minutes} phút.',
    'The speakers were busy with another bulletin for more than {minutes} minutes.',
  ],
  prepare_failed: ['Chưa chuẩn bị được âm thanh: {error}', 'The audio could not be prepared: {errorEn}'],
  all_failed: ['Không loa nào phát được.', 'No speaker played it.'],
  some_failed: [
    '{failed} trên {total} loa không phát được.',
    '{failed} of {total} speakers did not play it.',
  ],
  all_unknown: [
    'Đã gửi lệnh phát; loa không báo kết quả.',
    'Commanded; the speakers cannot say whether they played.',
  ],
  some_unknown: [
    '{unknown} trên {total} loa không báo kết quả.',
    '{unknown} of {total} speakers cannot say whether they played.',
  ],
  stopped: ['{name} đã dừng.', 'Stopped by {name}.'],
  stopped_all: ['{name} đã bấm “Dừng tất cả”.', '{name} pressed “Stop all”.'],
  emergency: ['Nhường loa cho bản tin khẩn cấp.', 'Gave way to an emergency bulletin.'],
  drill_gives_way: ['Có bản tin khẩn cấp thật nên không diễn tập.', 'Not held: there was a real emergency.'],
  power: ['Trạm Số dừng hoạt động khi đang phát.', 'The station went down while it was playing.'],
  power_replayed: [
    'Trạm Số dừng hoạt động khi đang phát; sẽ phát lại từ đầu trong một lượt khác.',
    'The station went down while it was playing; it is played again from the start, as a playout of its own.',
  ],
  cancelled: ['{name} đã hủy.', 'Cancelled by {name}.'],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

export type PlayoutReason = keyof typeof PLAYOUT_REASONS;

/** Why one speaker did not play. */
const TARGET_ERRORS = {
  offline: ['Loa mất kết nối.', 'The speaker is offline.'],
  no_answer: ['Loa không trả lời lệnh phát.', 'The speaker did not answer the command.'],
  no_start: ['Loa nhận lệnh nhưng không phát.', 'The speaker accepted the command and did not play.'],
  left: ['Loa mất kết nối khi đang phát.', 'The speaker was lost while playing.'],
  no_finish: [
    'Loa bắt đầu phát nhưng không báo phát xong.',
    'The speaker started and never said that it finished.',
  ],
  cut_short: [
    'Loa báo xong sớm, bản tin chưa phát hết.',
    'The speaker finished too early to have played it all.',
  ],
  stopped_there: ['Loa bị dừng tại chỗ.', 'The speaker was stopped on the spot.'],
  device: ['Loa báo lỗi: {detail}', 'The speaker reported: {detail}'],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

export type TargetError = keyof typeof TARGET_ERRORS;

export type ReasonDetails = Readonly<Record<string, string | number>>;

export interface Said {
  readonly vi: string;
  readonly en: string;
}

/** A playout's reason for a person; a code of another version is shown as it is. */
export function sayReason(code: string, details: ReasonDetails = {}): Said {
  // Rows of before have one text for both languages.
  const { errorEn = details.error } = details;
  return say(PLAYOUT_REASONS, code, errorEn === undefined ? details : { ...details, errorEn });
}

/**
 * A speaker's error for a person.
 * @param detail what the speaker itself gave as its reason
 */
export function sayError(code: string, detail: Said = { vi: '…', en: '…' }): Said {
  const [vi, en] = (TARGET_ERRORS as Table)[code] ?? [code, code];
  return { vi: fill(vi, { detail: detail.vi }), en: fill(en, { detail: detail.en }) };
}

type Table = Readonly<Record<string, readonly [vi: string, en: string]>>;

function say(table: Table, code: string, details: ReasonDetails): Said {
  const [vi, en] = table[code] ?? [code, code];
  return { vi: fill(vi, details), en: fill(en, details) };
}
