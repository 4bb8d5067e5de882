import { type Static, Type } from 'typebox';
import { CHIMES } from './chimes/chimes.ts';
import { PRESETS, type Style } from './normalise/style.ts';

const broadcast = PRESETS.broadcast;

const chimeIds = (target: 'bulletin' | 'emergency') => [
  '',
  ...CHIMES.filter((chime) => chime.target === target).map((chime) => chime.id),
];

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
      description: 'Dùng khi giọng đã chọn không đọc được; sau cùng luôn là giọng có sẵn trong máy trạm',
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
      description: '1 là bình thường, 0,5 chậm nhất, 2 nhanh nhất',
      minimum: 0.5,
      maximum: 2,
      default: 1,
    }),
    chime: Type.Enum(chimeIds('bulletin'), {
      title: 'Nhạc hiệu bản tin',
      description: 'Phát trước mỗi bản tin; để trống là không phát',
      default: 'chuong-ba-not',
    }),
    emergencyChime: Type.Enum(chimeIds('emergency'), {
      title: 'Còi khẩn cấp',
      description: 'Phát trước thông báo khẩn cấp; để trống là không phát',
      default: 'coi-khan-cap',
    }),
    thousand: Type.Enum(['nghìn', 'ngàn'], { title: '1.000 đọc là', default: broadcast.thousand }),
    zeroTens: Type.Enum(['linh', 'lẻ'], {
      title: '105 đọc là “một trăm … năm”',
      default: broadcast.zeroTens,
    }),
    zeroHundreds: Type.Boolean({
      title: 'Đọc “không trăm”',
      description: '2025: “hai nghìn không trăm hai mươi lăm”',
      default: broadcast.zeroHundreds,
    }),
    minutes: Type.Enum(['written', 'always'], {
      title: 'Chữ “phút” trong 7h30',
      description: 'Đọc như chữ viết: “bảy giờ ba mươi”; luôn đọc đủ: “bảy giờ ba mươi phút”',
      default: broadcast.minutes,
    }),
    per: Type.Enum(['một', 'trên'], {
      title: '35.000 đồng/kg đọc là',
      description: '“đồng một ki lô gam” hoặc “đồng trên ki lô gam”',
      default: broadcast.per,
    }),
    ordinals: Type.Enum(['traditional', 'plain'], {
      title: 'Thứ tự',
      default: broadcast.ordinals,
    }),
  },
  { additionalProperties: false, title: 'Giọng đọc' },
);

export type SpeechSettings = Static<typeof SpeechSettings>;

/** How numbers are read, out of the settings. */
export function styleOf(settings: Readonly<SpeechSettings>): Style {
  const { thousand, zeroTens, zeroHundreds, minutes, per, ordinals } = settings;
  return { thousand, zeroTens, zeroHundreds, minutes, per, ordinals };
}
