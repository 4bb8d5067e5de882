import { Button } from '@mantine/core';
import { IconHeadphones } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type Heard, usePreview } from '../../api/bulletins.ts';
import { decisionsIn, type Read } from '../../api/readings.ts';
import { useVoiceName } from '../../components/broadcast/voice-name.ts';
import { Failure } from '../../components/failure.tsx';
import { SpokenAudio } from '../../components/spoken-audio.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

type Props = Omit<Read<Heard>, 'framed' | 'recordings'>;

/** Renders the text as it is on the screen, saved or not, and plays it here, on no loudspeaker. */
export function Listen({ text, voice, speed, chime, pitch = 0, decisions = {} }: Props) {
  const { t } = useText();
  const preview = usePreview();
  const voiceName = useVoiceName();
  const { reset } = preview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was rendered is of another text from here on
  useEffect(() => reset(), [text, voice, speed, chime, pitch, decisions, reset]);

  return (
    <div className="column listen">
      <div className="row-wrap">
        <Button
          variant="light"
          leftSection={<IconHeadphones size={22} aria-hidden />}
          onClick={() =>
            preview.mutate({ text, voice, speed, chime, pitch, decisions: decisionsIn(text, decisions) })
          }
          loading={preview.isPending}
          disabled={text.trim() === ''}
        >
          {t('bulletins.listen')}
        </Button>
        <span className="muted small" aria-live="polite">
          {preview.data
            ? t('bulletins.listenReady', {
                length: lengthText(preview.data.durationMs),
                voice: voiceName(preview.data.voice),
              })
            : t('bulletins.listenNote')}
        </span>
      </div>
      {preview.data && (
        <SpokenAudio autoPlay src={preview.data.audioUrl} aria-label={t('bulletins.listen')} />
      )}
      <Failure error={preview.error} />
    </div>
  );
}
