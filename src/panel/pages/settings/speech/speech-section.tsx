import { useState } from 'react';
import { useRight } from '../../../api/session.ts';
import type { SettingsSection } from '../../../api/settings.ts';
import { useEngines } from '../../../api/speech.ts';
import { QueryView } from '../../../components/query-view.tsx';
import { useText } from '../../../i18n/index.ts';
import { SectionForm } from '../section-form.tsx';
import { ChimesCard } from './chimes-card.tsx';
import { EngineCard } from './engine-card.tsx';
import { TrialText } from './trial-text.tsx';
import { WordsCard } from './words-card.tsx';
import './speech.css';
import '../../../i18n/readings.ts';

/** Cài đặt → Giọng đọc: how the commune sounds, its own words, and everybody who can speak for it. */
export default function SpeechSection({ sections }: { sections: SettingsSection[] }) {
  const named = (name: string) => sections.find((section) => section.name === name);
  const general = named('speech');
  const words = named('speech.words');
  const mayTry = useRight('settings.write');
  return (
    <div className="column">
      {general && <SectionForm section={general} />}
      {general && <ChimesCard common={String(general.values.chime ?? '')} />}
      {words && <WordsCard section={words} />}
      {mayTry && <Engines named={named} />}
    </div>
  );
}

function Engines({ named }: { named: (name: string) => SettingsSection | undefined }) {
  const { t } = useText();
  const engines = useEngines();
  const [text, setText] = useState('');
  return (
    <>
      <div className="card column">
        <div className="column-tight">
          <h2>{t('voices.title')}</h2>
          <p className="muted">{t('voices.note')}</p>
        </div>
        <TrialText text={text} onChange={setText} />
      </div>
      <QueryView query={engines} lineHeight={120}>
        {(items) =>
          items.map((engine) => (
            <EngineCard
              key={engine.name}
              engine={engine}
              section={engine.section === null ? undefined : named(engine.section)}
              text={text}
            />
          ))
        }
      </QueryView>
    </>
  );
}
