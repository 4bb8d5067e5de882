import { type Decisions, decided } from '../../api/readings.ts';
import { useSpoken } from '../../api/speech.ts';
import { QueryNotice } from '../../components/query-notice.tsx';
import { Decided } from '../../components/reading/decided.tsx';
import { type Sound, useListening } from '../../components/reading/listening.ts';
import { ListeningBar } from '../../components/reading/listening-bar.tsx';
import { Questions } from '../../components/reading/questions.tsx';
import { SpokenLines } from '../../components/reading/spoken-lines.tsx';
import type { Decide } from '../../components/reading/token-card.tsx';
import { useText } from '../../i18n/index.ts';

interface Props {
  text: string;
  sound: Sound & { decisions: Decisions };
  onDecide: (decisions: Decisions) => void;
  onCard: (isOpen: boolean) => void;
}

/** What will be said for a template, asked about while there is time. */
export function TemplateReading({ text, sound, onDecide, onCard }: Props) {
  const { t } = useText();
  const { decisions } = sound;
  const spoken = useSpoken(text, decisions);
  const listening = useListening(sound);
  if (text.trim() === '') return null;
  const decide: Decide = (written, decision) => onDecide(decided(decisions, written, decision));
  const read = spoken.data;
  if (!read) return <QueryNotice query={spoken} />;
  return (
    <>
      <section className="column-tight" aria-label={t('bulletins.spoken')}>
        <h3>{t('bulletins.spoken')}</h3>
        <div className="spoken template-spoken" data-old={spoken.isFetching}>
          <SpokenLines spoken={read} decide={decide} listening={listening} onCard={onCard} />
        </div>
      </section>
      <ListeningBar listening={listening} />
      <Questions spoken={read} decide={decide} listening={listening} />
      <Decided decisions={decisions} lines={read.lines} decide={decide} />
    </>
  );
}
