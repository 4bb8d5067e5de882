import { type AccountSettings, accountSettings, type OnlineService, within } from './provider.ts';

const TITLE = 'Viettel AI';
const MP3 = 3;

/** Viettel AI: the answer is the sound itself. */
export const viettel: OnlineService<AccountSettings> = {
  name: 'viettel',
  title: TITLE,
  settings: accountSettings(
    {
      title: TITLE,
      keyFrom: 'viettelai.vn',
      url: 'https://viettelgroup.ai/voice/api/tts/v1/rest/syn',
      monthlyCharacters: 100_000,
    },
    {},
  ),
  voices: [
    { id: 'hn-quynhanh', name: 'Quỳnh Anh', gender: 'female', accent: 'north' },
    { id: 'hn-thaochi', name: 'Thảo Chi', gender: 'female', accent: 'north' },
    { id: 'hn-thanhha', name: 'Thanh Hà', gender: 'female', accent: 'north' },
    { id: 'hn-thanhtung', name: 'Thanh Tùng', gender: 'male', accent: 'north' },
    { id: 'hn-namkhanh', name: 'Nam Khánh', gender: 'male', accent: 'north' },
    { id: 'hue-maingoc', name: 'Mai Ngọc', gender: 'female', accent: 'central' },
    { id: 'hue-baoquoc', name: 'Bảo Quốc', gender: 'male', accent: 'central' },
    { id: 'hcm-diemmy', name: 'Diễm My', gender: 'female', accent: 'south' },
    { id: 'hcm-phuongly', name: 'Phương Ly', gender: 'female', accent: 'south' },
    { id: 'hcm-minhquan', name: 'Minh Quân', gender: 'male', accent: 'south' },
  ],
  synthesise: ({ text, voice, speed }, { url, key }, ask) =>
    ask.audio(url, {
      method: 'POST',
      headers: { token: key, 'content-type': 'application/json' },
      body: JSON.stringify({
        text,
        voice,
        speed: within(Math.round(speed * 10) / 10, 0.7, 1.3),
        tts_return_option: MP3,
        without_filter: false,
      }),
    }),
};
