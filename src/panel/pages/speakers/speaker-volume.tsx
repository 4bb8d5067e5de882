import { Slider } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SpeakerView } from '../../../speakers/schemas.ts';
import { useSpeakerVolume } from '../../api/speakers.ts';
import { Failure } from '../../components/failure.tsx';
import { useText } from '../../i18n/index.ts';

/** Its volume. What the station knows is shown, except while a hand is on the slider or a change is on its way. */
export function SpeakerVolume({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const send = useSpeakerVolume(speaker.id);
  const [chosen, setChosen] = useState<number>();
  const volume = chosen ?? speaker.volume;
  const { isPending } = send;
  // Let go only once the station's answer is here: the slider would jump back and forth.
  useEffect(() => {
    if (!isPending) setChosen((current) => (current === speaker.volume ? undefined : current));
  }, [isPending, speaker.volume]);
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('speakers.volume')}</h2>
        <span className="strong numbers">{volume}</span>
      </div>
      <Slider
        value={volume}
        onChange={setChosen}
        onChangeEnd={(value) => send.mutate(value, { onError: () => setChosen(undefined) })}
        min={0}
        max={100}
        step={5}
        size="lg"
        label={null}
        thumbLabel={t('speakers.volume')}
      />
      <Failure error={send.error} />
    </section>
  );
}
