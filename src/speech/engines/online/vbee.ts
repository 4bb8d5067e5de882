import { Type } from 'typebox';
import {
  type AccountSettings,
  accountSettings,
  isYes,
  Loose,
  type OnlineService,
  within,
} from './provider.ts';

const TITLE = 'Vbee';

interface VbeeSettings extends AccountSettings {
  appId: string;
}

const Words = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const Accepted = Type.Object({
  status: Loose,
  error_message: Words,
  message: Words,
  result: Type.Optional(
    Type.Union([Type.Object({ request_id: Type.String({ pattern: '^[\\w-]{1,100}$' }) }), Type.Null()]),
  ),
});
const Progress = Type.Object({
  result: Type.Optional(
    Type.Union([Type.Object({ status: Type.String({ maxLength: 40 }), audio_link: Words }), Type.Null()]),
  ),
});

/** It insists on an address to call back and calls nobody who is behind NAT; this one exists nowhere (RFC 2606). */
const CALLBACK = 'https://tramso.invalid/';

/** Vbee: the answer is a request's id; it is asked about until there is a link, which expires. */
export const vbee: OnlineService<VbeeSettings> = {
  name: 'vbee',
  title: TITLE,
  settings: accountSettings(
    { title: TITLE, keyFrom: 'vbee.vn', url: 'https://vbee.vn/api/v1/tts', monthlyCharacters: 100_000 },
    {
      appId: Type.String({
        title: 'Mã ứng dụng (App ID)',
        titleEn: 'App id',
        description: 'Lấy cùng với khóa ở vbee.vn',
        descriptionEn: 'From vbee.vn, together with the key',
        pattern: '^[\\w-]*$',
        maxLength: 100,
        default: '',
      }),
    },
  ),
  isComplete: ({ appId }) => appId !== '',
  voices: [
    { id: 'hn_female_ngochuyen_full_48k-fhg', name: 'Ngọc Huyền', gender: 'female', accent: 'north' },
    { id: 'hn_female_maiphuong_vdts_48k-fhg', name: 'Mai Phương', gender: 'female', accent: 'north' },
    { id: 'hn_male_manhdung_news_48k-fhg', name: 'Mạnh Dũng', gender: 'male', accent: 'north' },
    { id: 'hn_male_phuthang_stor80dt_48k-fhg', name: 'Anh Khôi', gender: 'male', accent: 'north' },
    { id: 'hue_female_huonggiang_full_48k-fhg', name: 'Hương Giang', gender: 'female', accent: 'central' },
    { id: 'hue_male_duyphuong_full_48k-fhg', name: 'Duy Phương', gender: 'male', accent: 'central' },
    { id: 'sg_female_thaotrinh_full_48k-fhg', name: 'Thảo Trinh', gender: 'female', accent: 'south' },
    { id: 'sg_female_lantrinh_vdts_48k-fhg', name: 'Lan Trinh', gender: 'female', accent: 'south' },
    { id: 'sg_male_minhhoang_full_48k-fhg', name: 'Minh Hoàng', gender: 'male', accent: 'south' },
  ],
  async synthesise({ text, voice, speed }, { url, key, appId }, ask) {
    const headers = { authorization: `Bearer ${key}` };
    const accepted = await ask.json(Accepted, url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        app_id: appId,
        callback_url: CALLBACK,
        response_type: 'indirect',
        input_text: text,
        voice_code: voice,
        audio_type: 'mp3',
        bitrate: 128,
        speed_rate: String(within(Math.round(speed * 10) / 10, 0.1, 1.9)),
      }),
    });
    const id = accepted.result?.request_id;
    if (!isYes(accepted.status) || id === undefined)
      throw ask.refused(accepted.error_message ?? accepted.message ?? undefined);
    const link = await ask.until(async () => {
      const { result } = await ask.json(Progress, `${url}/${id}`, { headers });
      const state = result?.status.toUpperCase();
      if (state === 'FAILURE' || state === undefined)
        throw ask.failed('không tạo được âm thanh', 'it could not make the sound');
      return state === 'SUCCESS' ? (result?.audio_link ?? undefined) : undefined;
    });
    return ask.link(link);
  },
};
