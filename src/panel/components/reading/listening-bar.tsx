import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useText } from '../../i18n/index.ts';
import { Failure } from '../failure.tsx';
import { SpokenAudio } from '../spoken-audio.tsx';
import type { Listening } from './listening.ts';

/** The sound that is being listened to, or why there is none. */
export function ListeningBar({ listening }: { listening: Listening }) {
  const { t } = useText();
  const { audioUrl, error, stop } = listening;
  if (error) return <Failure error={error} />;
  if (!audioUrl) return null;
  return (
    <div className="listening-bar">
      <SpokenAudio autoPlay src={audioUrl} aria-label={t('readings.hearing')} onEnded={stop} />
      <ActionIcon variant="subtle" size={44} aria-label={t('readings.stop')} onClick={stop}>
        <IconX size={20} />
      </ActionIcon>
    </div>
  );
}
