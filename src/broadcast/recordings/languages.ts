import { type Static, Type } from 'typebox';
import type { RecordingPart } from '../../speech/index.ts';
import { closed, Id } from '../fields.ts';

/** Languages of the communes' minorities (NĐ 49/2024), by their id. */
export const LANGUAGES = {
  tay: { vi: 'tiếng Tày', en: 'Tày' },
  thai: { vi: 'tiếng Thái', en: 'Thái' },
  muong: { vi: 'tiếng Mường', en: 'Mường' },
  khmer: { vi: 'tiếng Khmer', en: 'Khmer' },
  hmong: { vi: 'tiếng Mông', en: 'Hmong' },
  nung: { vi: 'tiếng Nùng', en: 'Nùng' },
  dao: { vi: 'tiếng Dao', en: 'Dao' },
  'gia-rai': { vi: 'tiếng Gia Rai', en: 'Jarai' },
  'e-de': { vi: 'tiếng Ê Đê', en: 'Rade' },
  'ba-na': { vi: 'tiếng Ba Na', en: 'Bahnar' },
  cham: { vi: 'tiếng Chăm', en: 'Cham' },
  'xo-dang': { vi: 'tiếng Xơ Đăng', en: 'Sedang' },
  'san-chay': { vi: 'tiếng Sán Chay', en: 'Sán Chay' },
  'co-ho': { vi: 'tiếng Cơ Ho', en: 'Koho' },
  khac: { vi: 'tiếng khác', en: 'Another language' },
} as const;
export type Language = keyof typeof LANGUAGES;

/** A recording that a bulletin plays behind its text. */
export const BulletinRecording = Type.Object(
  { language: Type.Enum(Object.keys(LANGUAGES) as Language[]), recordingId: Id },
  closed,
);
export type BulletinRecording = Static<typeof BulletinRecording>;
export const BulletinRecordings = Type.Array(BulletinRecording, { maxItems: 5 });

/** The recordings as parts of what is said. */
export function partsOf(recordings: readonly BulletinRecording[]): RecordingPart[] {
  return recordings.map(({ language, recordingId }) => ({
    id: recordingId,
    about: `Bản ghi âm ${LANGUAGES[language].vi}`,
  }));
}
