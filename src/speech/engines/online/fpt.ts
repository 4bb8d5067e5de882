import { Type } from 'typebox';
import {
  type AccountSettings,
  accountSettings,
  codeOf,
  Loose,
  type OnlineService,
  within,
} from './provider.ts';

const TITLE = 'FPT.AI';

const Answer = Type.Object({
  error: Loose,
  async: Type.Optional(Type.String({ maxLength: 2_000 })),
  message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

/** The shortest text that it takes. */
const SHORTEST = 3;

/** FPT.AI text to speech v5: the answer is a link that leads to nothing for 5 s to 2 min. */
export const fpt: OnlineService<AccountSettings> = {
  name: 'fpt',
  title: TITLE,
  settings: accountSettings(
    {
      title: TITLE,
      keyFrom: 'console.fpt.ai',
      url: 'https://api.fpt.ai/hmi/tts/v5',
      monthlyCharacters: 100_000,
    },
    {},
  ),
  voices: [
    { id: 'banmai', name: 'Ban Mai', gender: 'female', accent: 'north' },
    { id: 'thuminh', name: 'Thu Minh', gender: 'female', accent: 'north' },
    { id: 'leminh', name: 'Lê Minh', gender: 'male', accent: 'north' },
    { id: 'myan', name: 'Mỹ An', gender: 'female', accent: 'central' },
    { id: 'giahuy', name: 'Gia Huy', gender: 'male', accent: 'central' },
    { id: 'lannhi', name: 'Lan Nhi', gender: 'female', accent: 'south' },
    { id: 'linhsan', name: 'Linh San', gender: 'female', accent: 'south' },
  ],
  async synthesise({ text, voice, speed }, { url, key }, ask) {
    const answer = await ask.json(Answer, url, {
      method: 'POST',
      headers: { api_key: key, voice, speed: String(stepOf(speed)), format: 'mp3' },
      body: text.padEnd(SHORTEST, '.'),
    });
    if (codeOf(answer.error) !== 0 || !answer.async) throw ask.refused(answer.message ?? undefined);
    return ask.link(answer.async);
  },
};

/** −3 (half as fast) to 3 (twice as fast). */
function stepOf(speed: number): number {
  // `|| 0`: no “-0” in a header.
  return within(Math.round(3 * Math.log2(speed)), -3, 3) || 0;
}
