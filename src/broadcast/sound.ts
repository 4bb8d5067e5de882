import { AppError } from '../errors.ts';
import type { Speech } from '../speech/index.ts';

/** How something is to sound, as far as a person chose it. */
export interface Sound {
  readonly voice?: string | null | undefined;
  readonly chime?: string | null | undefined;
}

/** Refuses a voice or a chime that the station does not have, while somebody is there to choose another. */
export async function checkSound(
  speech: Pick<Speech, 'voices' | 'chimes'>,
  { voice, chime }: Sound,
): Promise<void> {
  if (voice && !(await speech.voices()).some(({ id }) => id === voice)) {
    throw new AppError('speech.voice_unknown', { field: 'voice', voice });
  }
  if (chime && !speech.chimes().some(({ id }) => id === chime)) {
    throw new AppError('speech.chime_unknown', { field: 'chime', chime });
  }
}

/** Refuses a text without a word, while somebody is there to write one; what cannot be read the rendering tells. */
export async function checkWords(speech: Pick<Speech, 'read'>, text: string): Promise<void> {
  const hasWord = await speech.read(text).then(
    (lines) => lines.some(({ spoken }) => /\p{L}/u.test(spoken)),
    () => true,
  );
  if (!hasWord) throw new AppError('speech.empty', { field: 'text' });
}
