import { Button } from '@mantine/core';
import { IconHeadphones } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { EngineRow } from '../../../../speech/routes.ts';
import { useTrial } from '../../../api/speech.ts';
import { Failure } from '../../../components/failure.tsx';
import { SpokenAudio } from '../../../components/spoken-audio.tsx';
import { lengthText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';

/** A voice and “thử giọng”: its sound as it comes, or why there is none. */
export function VoiceRow({ voice, text }: { voice: EngineRow['voices'][number]; text: string }) {
  const { t, language } = useText();
  const client = useQueryClient();
  const trial = useTrial();
  const name = voice.name[language];
  const words = text.trim();
  const begin = () =>
    trial.mutate(words ? { voice: voice.id, text: words } : { voice: voice.id }, {
      // It has cost characters, or the engine rests from here on.
      onSettled: () => void client.invalidateQueries({ queryKey: ['settings', 'engines'] }),
    });
  return (
    <li className="voice-row">
      <span className="grow column-tight">
        <span>{name}</span>
        <span className="muted small" aria-live="polite">
          {trial.isPending
            ? t('voices.waiting')
            : trial.data
              ? t('voices.length', { length: lengthText(trial.data.durationMs) })
              : t(`voices.accents.${voice.accent}`)}
        </span>
      </span>
      <Button
        variant="light"
        leftSection={<IconHeadphones size={20} aria-hidden />}
        loading={trial.isPending}
        onClick={begin}
        aria-label={t('voices.tryOne', { name })}
      >
        {t('voices.try')}
      </Button>
      {trial.data && <SpokenAudio autoPlay src={trial.data.url} aria-label={t('voices.tryOne', { name })} />}
      {trial.error && <Failure error={trial.error} />}
    </li>
  );
}
