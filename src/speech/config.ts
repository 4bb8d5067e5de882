import { type Static, Type } from 'typebox';
import { CHIMES } from './chimes/chimes.ts';
import { PRESETS, type Style } from './normalise/style.ts';

const broadcast = PRESETS.broadcast;

const sirens = CHIMES.filter(({ target }) => target === 'emergency').map(({ id }) => id);

/** What sounds before a bulletin until the commune has chosen. */
export const DEFAULT_CHIME = 'chuong-ba-not';

/** `vi`, `fpt:banmai` */
const VOICE_ID = '^[a-zA-Z0-9][a-zA-Z0-9:._-]*$';

/** The settings section `speech`. */
export const SpeechSettings = Type.Object(
  {
    voice: Type.String({
      title: 'Giọng đọc',
      titleEn: 'Voice',
      description: 'Giọng của bản tin khi người soạn không chọn giọng khác',
      descriptionEn: 'The voice of a bulletin whose editor chose no other',
      pattern: VOICE_ID,
      maxLength: 100,
      voice: true,
      default: 'vi',
    }),
    alternatives: Type.Array(Type.String({ pattern: VOICE_ID, maxLength: 100, voice: true }), {
      title: 'Giọng thay thế, theo thứ tự',
      titleEn: 'Voices to fall back on, in order',
      description: 'Dùng khi giọng đã chọn không đọc được; sau cùng luôn là giọng có sẵn trong Trạm Số',
      descriptionEn: 'When the chosen voice cannot speak; the last is always the one built in',
      maxItems: 5,
      uniqueItems: true,
      default: [],
    }),
    greeting: Type.String({
      title: 'Lời mở đầu bản tin',
      titleEn: 'Greeting of a bulletin',
      description:
        'Ví dụ: Đài truyền thanh xã, kính mời bà con lắng nghe. Không đọc trước thông báo khẩn cấp',
      descriptionEn: 'Said before every bulletin, never before an emergency',
      maxLength: 500,
      default: '',
    }),
    closing: Type.String({
      title: 'Lời kết bản tin',
      titleEn: 'Closing of a bulletin',
      description: 'Ví dụ: Bản tin đến đây là hết, cảm ơn bà con đã lắng nghe',
      descriptionEn: 'Said after every bulletin, never after an emergency',
      maxLength: 500,
      default: '',
    }),
    speed: Type.Number({
      title: 'Tốc độ đọc',
      titleEn: 'Speed',
      description: '1 là bình thường, 0,5 chậm nhất, 2 nhanh nhất',
      descriptionEn: '1 is the usual speed, 0.5 the slowest, 2 the fastest',
      minimum: 0.5,
      maximum: 2,
      default: 1,
    }),
    chime: Type.String({
      title: 'Nhạc hiệu bản tin',
      titleEn: 'Chime of a bulletin',
      description: 'Phát trước mỗi bản tin',
      descriptionEn: 'Played before every bulletin',
      pattern: '^[a-z0-9-]*$',
      maxLength: 64,
      chime: true,
      default: DEFAULT_CHIME,
    }),
    emergencyChime: Type.Enum(['', ...sirens], {
      title: 'Còi khẩn cấp',
      titleEn: 'Emergency tone',
      description: 'Phát trước thông báo khẩn cấp',
      descriptionEn: 'Played before every emergency',
      default: 'coi-khan-cap',
    }),
    thousand: Type.Enum(['nghìn', 'ngàn'], {
      title: '1.000 đọc là',
      titleEn: 'The thousand in 1,000 is read as',
      default: broadcast.thousand,
    }),
    zeroTens: Type.Enum(['linh', 'lẻ'], {
      title: 'Số 0 trong 105 đọc là',
      titleEn: 'The zero in 105 is read as',
      description: '105: “một trăm linh năm” hoặc “một trăm lẻ năm”',
      descriptionEn: 'The word between hundreds and ones, which differs between regions',
      default: broadcast.zeroTens,
    }),
    zeroHundreds: Type.Boolean({
      title: 'Đọc “không trăm”',
      titleEn: 'Read empty hundreds',
      description: '2025: “hai nghìn không trăm hai mươi lăm”',
      descriptionEn: 'The zero in 2025 is said as “no hundreds”',
      default: broadcast.zeroHundreds,
    }),
    minutes: Type.Enum(['written', 'always'], {
      title: 'Chữ “phút” trong 7h30',
      titleEn: 'The word “minutes” in 7h30',
      description: '7h30 viết không có chữ “phút”: đọc “bảy giờ ba mươi” hoặc “bảy giờ ba mươi phút”',
      descriptionEn: 'Said only where the text has it, or always',
      default: broadcast.minutes,
    }),
    per: Type.Enum(['một', 'trên'], {
      title: 'Dấu / trong 35.000 đồng/kg đọc là',
      titleEn: 'The slash in 35,000 dong/kg is read as',
      description: '“đồng một ki lô gam” hoặc “đồng trên ki lô gam”',
      descriptionEn: 'The everyday word, or the one of tables and science',
      default: broadcast.per,
    }),
    ordinals: Type.Enum(['traditional', 'plain'], {
      title: 'Số thứ tự',
      titleEn: 'Ordinal numbers',
      description: '“thứ nhất, thứ tư” hoặc “thứ một, thứ bốn”',
      descriptionEn: 'First and fourth have words of their own, or are read as plain numbers',
      default: broadcast.ordinals,
    }),
  },
  { title: 'Giọng đọc', titleEn: 'Voice', additionalProperties: false },
);

export type SpeechSettings = Static<typeof SpeechSettings>;

/** How numbers are read, out of the settings. */
export function styleOf(settings: Readonly<SpeechSettings>): Style {
  const { thousand, zeroTens, zeroHundreds, minutes, per, ordinals } = settings;
  return { thousand, zeroTens, zeroHundreds, minutes, per, ordinals };
}
