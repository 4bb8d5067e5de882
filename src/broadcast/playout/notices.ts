import type { FastifyInstance } from 'fastify';
import type { AlertRule } from '../../alerts/index.ts';
import { DAY_MS, instantText } from '../../clock.ts';
import { type Said, sayReason } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';

const LOG_ADVICE = {
  vi: 'Xem Nhật ký phát để biết loa nào và vì sao.',
  en: 'The playout log tells which speakers, and why.',
};

/** What somebody should know of the broadcasts. */
export const ALERT_RULES: AlertRule[] = [
  {
    id: 'broadcast.missed',
    severity: 'critical',
    title: { vi: 'Bỏ lỡ “{title}” lúc {at}', en: '“{title}” was missed at {at}' },
    advice: {
      vi: '{reason} Nếu cần, hãy phát ngay từ trang Bản tin.',
      en: '{reasonEn} Play it by hand if needed.',
    },
  },
  {
    id: 'broadcast.failed',
    severity: 'critical',
    title: { vi: 'Không phát được “{title}” lúc {at}', en: '“{title}” could not be played at {at}' },
    advice: { vi: `{reason} ${LOG_ADVICE.vi}`, en: `{reasonEn} ${LOG_ADVICE.en}` },
  },
  {
    id: 'broadcast.partial',
    severity: 'warning',
    title: {
      vi: '“{title}” chỉ phát được ở một phần số loa',
      en: '“{title}” was played by some speakers only',
    },
    advice: { vi: `{reason} ${LOG_ADVICE.vi}`, en: `{reasonEn} ${LOG_ADVICE.en}` },
  },
  {
    id: 'broadcast.interrupted',
    severity: 'warning',
    title: { vi: '“{title}” bị ngắt lúc đang phát', en: '“{title}” was interrupted' },
    advice: {
      vi: '{reason} Nếu cần, hãy phát lại từ trang Bản tin.',
      en: '{reasonEn} Play it again if needed.',
    },
  },
  {
    id: 'broadcast.no_speaker',
    severity: 'critical',
    title: { vi: 'Không có loa để phát “{title}” lúc {at}', en: 'No speaker for “{title}” at {at}' },
    advice: {
      vi: 'Thêm hoặc bật loa ở địa bàn này, hoặc sửa địa bàn của lịch phát.',
      en: 'Add or enable speakers in these zones, or change the zones of the schedule.',
    },
  },
  {
    id: 'broadcast.prepare_failed',
    severity: 'critical',
    title: {
      vi: 'Chưa chuẩn bị được âm thanh cho “{title}” lúc {at}',
      en: 'No audio yet for “{title}” at {at}',
    },
    advice: {
      vi: 'Trạm Số đang thử lại. Lỗi: {error}',
      en: 'The station keeps trying. Error: {errorEn}',
    },
  },
  {
    id: 'broadcast.not_approved',
    severity: 'warning',
    title: {
      vi: 'Bản tin “{title}” chưa duyệt, sắp đến giờ phát {at}',
      en: '“{title}” is due at {at} and not approved',
    },
    advice: {
      vi: 'Duyệt bản tin trước giờ phát, hoặc tắt lịch phát.',
      en: 'Approve the bulletin before it is due, or switch the schedule off.',
    },
  },
];

/** The alerts about how a playout went; what a later one of its kind did well is cleared. */
const ENDINGS = [
  'broadcast.missed',
  'broadcast.failed',
  'broadcast.partial',
  'broadcast.interrupted',
] as const;
const BEFORE_AIR = ['broadcast.no_speaker', 'broadcast.prepare_failed', 'broadcast.not_approved'] as const;

export type Notices = ReturnType<typeof createNotices>;

/** @param schedulesOf The schedules that play a bulletin. */
export function createNotices(app: FastifyInstance, schedulesOf: (bulletinId: string) => string[]) {
  /** One open alert a schedule, bulletin or kind of emergency, however often it happens again. */
  function subjectOf({ scheduleId, bulletinId, kind }: PlayoutRecord): string {
    if (scheduleId) return `schedule:${scheduleId}`;
    return bulletinId ? `bulletin:${bulletinId}` : kind;
  }

  function raise(rule: string, record: PlayoutRecord, more: Record<string, string | number> = {}): void {
    const { id: playout, title, plannedAt } = record;
    app.alerts.raise(rule, subjectOf(record), { playout, title, at: instantText(plannedAt), ...more });
  }

  function clear(rules: readonly string[], record: PlayoutRecord): void {
    for (const rule of rules) app.alerts.clear(rule, subjectOf(record));
  }

  /** What a schedule failed to say has been said after all, as its alert advises. */
  function saidByHand({ kind, bulletinId }: PlayoutRecord): void {
    if (bulletinId === null || (kind !== 'manual' && kind !== 'emergency')) return;
    for (const id of schedulesOf(bulletinId)) {
      for (const rule of [...ENDINGS, 'broadcast.no_speaker']) app.alerts.clear(rule, `schedule:${id}`);
    }
  }

  return {
    beforeAir(rule: (typeof BEFORE_AIR)[number], record: PlayoutRecord, error?: Said): void {
      raise(rule, record, error && { error: error.vi, errorEn: error.en });
    },
    /** What had been wrong before air no longer is. */
    settled(rule: (typeof BEFORE_AIR)[number], record: PlayoutRecord): void {
      clear([rule], record);
    },
    /** The plan is gone, or another by now: nothing is lacking before its air any more. */
    dropped(record: PlayoutRecord): void {
      clear(BEFORE_AIR, record);
    },
    /** Tells of an end that is not as planned. */
    ended(record: PlayoutRecord): void {
      const { vi, en } = record.reason ? sayReason(record.reason, record.details) : { vi: '', en: '' };
      const said = { reason: vi, reasonEn: en };
      const withoutSpeaker = record.reason === 'no_speaker';
      clear(BEFORE_AIR, record);
      if (record.state === 'played') {
        clear(ENDINGS, record);
        saidByHand(record);
      } else if (record.state === 'missed') raise('broadcast.missed', record, said);
      else if (record.state === 'failed') {
        raise(withoutSpeaker ? 'broadcast.no_speaker' : 'broadcast.failed', record, said);
      } else if (record.state === 'partial' && record.failed > 0) raise('broadcast.partial', record, said);
      else if (record.state === 'interrupted' && record.reason === 'power') {
        raise('broadcast.interrupted', record, said);
      }
    },
    /**
     * What was never made good, and nothing has come after it: told of for a week, or until somebody has taken it on.
     */
    expire(now: number): void {
      for (const { rule, subject, lastAt, acknowledgedAt } of app.alerts.open()) {
        if (!ALERT_RULES.some(({ id }) => id === rule)) continue;
        if (acknowledgedAt !== null || lastAt < now - 7 * DAY_MS) app.alerts.clear(rule, subject);
      }
    },
    /** The schedule is gone: nothing of it needs anybody. */
    forget(scheduleId: string): void {
      for (const rule of [...ENDINGS, ...BEFORE_AIR]) app.alerts.clear(rule, `schedule:${scheduleId}`);
    },
  };
}
