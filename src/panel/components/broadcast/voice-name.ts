import { useChoices } from '../../api/speech.ts';
import { useText } from '../../i18n/index.ts';

/** The name of a voice by its id; a voice that is gone keeps its id. */
export function useVoiceName(): (id: string) => string {
  const { language } = useText();
  const choices = useChoices();
  return (id) => choices.data?.voices.find((voice) => voice.id === id)?.name[language] ?? id;
}
