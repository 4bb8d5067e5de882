import { Type } from 'typebox';
import {
  type AccountSettings,
  accountSettings,
  codeOf,
  Loose,
  type OnlineService,
  within,
} from './provider.ts';

const TITLE = 'Zalo AI';
const MP3 = '1';

const Answer = Type.Object({
  error_code: Loose,
  error_message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  data: Type.Optional(
    Type.Union([Type.Object({ url: Type.Optional(Type.String({ maxLength: 2_000 })) }), Type.Null()]),
  ),
});

/** Zalo AI: the answer is a link, which may answer 404 for a moment. */
export const zalo: OnlineService<AccountSettings> = {
  name: 'zalo',
  title: TITLE,
  settings: accountSettings(
    {
      title: TITLE,
      keyFrom: 'zalo.ai',
      url: 'https://api.zalo.ai/v1/tts/synthesize',
      monthlyCharacters: 100_000,
    },
    {},
  ),
  voices: [
    { id: '2', name: 'Giọng nữ', gender: 'female', accent: 'north' },
    { id: '4', name: 'Giọng nam', gender: 'male', accent: 'north' },
    { id: '1', name: 'Giọng nữ', gender: 'female', accent: 'south' },
    { id: '3', name: 'Giọng nam', gender: 'male', accent: 'south' },
  ],
  async synthesise({ text, voice, speed }, { url, key }, ask) {
    const form = new URLSearchParams({
      input: text,
      speaker_id: voice,
      speed: String(within(Math.round(speed * 10) / 10, 0.8, 1.2)),
      encode_type: MP3,
    });
    const answer = await ask.json(Answer, url, { method: 'POST', headers: { apikey: key }, body: form });
    const link = answer.data?.url;
    if (codeOf(answer.error_code) !== 0 || !link) throw ask.refused(answer.error_message ?? undefined);
    return ask.link(link);
  },
};
