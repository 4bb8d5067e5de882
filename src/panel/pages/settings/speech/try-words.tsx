import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { Decisions } from '../../../api/readings.ts';
import { useSpoken } from '../../../api/speech.ts';
import { QueryNotice } from '../../../components/query-notice.tsx';
import { SpokenLines } from '../../../components/reading/spoken-lines.tsx';
import { useText } from '../../../i18n/index.ts';
import type { Word } from './word-table.tsx';

const TEXT_MAX = 300;
/** As many decisions as the station takes at once. */
const MOST = 200;

/** A sentence and how it is read, also by words that are not saved yet. */
export function TryWords({ words }: { words: readonly Word[] }) {
  const { t } = useText();
  const label = useId();
  const [text, setText] = useState('');
  const spoken = useSpoken(text, decisionsBy(words));
  return (
    <div className="column-tight">
      <TextInput
        label={t('words.try')}
        placeholder={t('words.tryPlaceholder')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={TEXT_MAX}
        spellCheck={false}
      />
      {text.trim() !== '' && (
        <>
          <span id={label} className="hidden">
            {t('bulletins.spoken')}
          </span>
          <section className="words-read" aria-labelledby={label} aria-live="polite">
            {spoken.data ? <SpokenLines spoken={spoken.data} /> : <QueryNotice query={spoken} />}
          </section>
        </>
      )}
    </div>
  );
}

function decisionsBy(words: readonly Word[]): Decisions {
  const whole = words.filter(({ written, spoken }) => written.trim() !== '' && spoken.trim() !== '');
  return Object.fromEntries(
    whole.slice(-MOST).map(({ written, spoken }) => [written.trim(), { say: spoken }]),
  );
}
