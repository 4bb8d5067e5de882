import { type Static, type TObject, type TProperties, type TString, Type } from 'typebox';
import type { Voice } from '../engine.ts';
import type { Asking } from './asking.ts';

/** What every service is told in the settings. */
export interface AccountSettings {
  enabled: boolean;
  key: string;
  /** Where it is asked; a province may run a proxy. */
  url: string;
  /** 0: no limit. */
  monthlyCharacters: number;
}

export interface ServiceVoice {
  /** What the service calls it. */
  readonly id: string;
  readonly name: string;
  readonly gender: 'female' | 'male';
  readonly accent: Voice['accent'];
}

export interface Sentence {
  text: string;
  /** What the service calls the voice. */
  voice: string;
  /** 1 is the usual speed, 0.5–2; each service has its own scale. */
  speed: number;
}

/** One service that turns text into speech: one file each, over the skeleton of online-engine.ts. */
export interface OnlineService<S extends AccountSettings = AccountSettings> {
  /** `fpt`; the settings section is `speech.fpt`, its voices `fpt:…`. */
  readonly name: string;
  readonly title: string;
  readonly settings: TObject;
  readonly voices: readonly ServiceVoice[];
  /** Whether everything is there that it needs beside the key. */
  readonly isComplete?: (settings: Readonly<S>) => boolean;
  /** The sound of a sentence, MP3 or WAV. Throws what `ask` throws, or its `refusal`. */
  synthesise(sentence: Sentence, settings: Readonly<S>, ask: Asking): Promise<Uint8Array>;
}

/** A text that rests encrypted; `config/settings.ts` knows it by its mark. */
const secretKey = (title: string, titleEn: string, from: string): TString =>
  Type.String({
    title,
    titleEn,
    description: `Lấy ở ${from}. Để trống là không dùng`,
    descriptionEn: `From ${from}. Empty: not used`,
    default: '',
    // It travels in a header: printable ASCII only.
    pattern: '^[\\x21-\\x7e]*$',
    maxLength: 4096,
    secret: true,
  });

/** The settings section of a service: what all have, with what this one needs besides. */
export function accountSettings<P extends TProperties>(
  service: { title: string; keyFrom: string; url: string; monthlyCharacters: number },
  more: P,
) {
  const { title, keyFrom, url, monthlyCharacters } = service;
  return Type.Object(
    {
      enabled: Type.Boolean({
        title: `Dùng giọng của ${title}`,
        titleEn: `Use the voices of ${title}`,
        description:
          'Cần đường truyền ra ngoài. Mất mạng hoặc dịch vụ lỗi thì Trạm Số tự đọc bằng giọng có sẵn',
        descriptionEn: 'Needs a line to the outside; without it the station speaks with its own voice',
        default: false,
      }),
      key: secretKey('Khóa API', 'API key', keyFrom),
      ...more,
      url: Type.String({
        title: 'Địa chỉ dịch vụ',
        titleEn: 'Address of the service',
        description: 'Chỉ đổi khi tỉnh có máy chủ trung gian (proxy)',
        descriptionEn: 'Changed only where the province runs a proxy',
        pattern: '^https?://[^\\s/@?#]+(/[^\\s@?#]*)?$',
        maxLength: 300,
        default: url,
      }),
      monthlyCharacters: Type.Integer({
        title: 'Số ký tự nhiều nhất mỗi tháng',
        titleEn: 'Characters a month at most',
        description: 'Hết số này thì đọc bằng giọng thay thế đến hết tháng. 0 là không giới hạn',
        descriptionEn: 'Beyond it the voices to fall back on speak until the month ends. 0: no limit',
        minimum: 0,
        maximum: 1_000_000_000,
        default: monthlyCharacters,
      }),
    },
    { additionalProperties: false, title: `Giọng đọc ${title}`, titleEn: `Voices of ${title}` },
  );
}

/** A figure on a service's scale, from its least to its most. */
export function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Services tell numbers and booleans as such or as text: `0`, `"0"`, `true`, `"true"`, `"1"`. */
export const Loose = Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 40 })]);

/** Whether a loose value stands for yes or one. */
export function isYes(value: Static<typeof Loose>): boolean {
  return ['1', 'true', 'success'].includes(String(value).toLowerCase());
}

/** The code that a loose value stands for; undefined where it is none. */
export function codeOf(value: Static<typeof Loose>): number | undefined {
  const text = String(value).trim();
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
