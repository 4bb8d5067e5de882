import { Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useSpoken } from '../../api/speech.ts';
import type { Spoken } from '../../editor-routes.ts';
import { numberText } from '../../format/number.ts';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import type { BulletinForm } from './bulletin-form.ts';
import { SpokenText } from './spoken-text.tsx';

const TEXT_MAX = 20_000;
const TITLE_MAX = 200;
/** A Vietnamese announcer reads about fourteen letters a second. */
const LETTER_MS = 70;

interface Props {
  form: BulletinForm;
  fieldError: (field: string) => string | null;
}

const spokenLength = ({ lines }: Spoken) => lines.reduce((sum, { spoken }) => sum + spoken.length, 0);

/** The written text, and beside it, word for word, what will be said. */
export function TextFields({ form, fieldError }: Props) {
  const { t, language } = useText();
  const spokenLabel = useId();
  const { title, text, speed } = form.fields;
  const spoken = useSpoken(text);
  const about = lengthText(((spoken.data ? spokenLength(spoken.data) : text.length) * LETTER_MS) / speed);
  return (
    <section className="card column">
      <TextInput
        label={t('bulletins.title')}
        placeholder={t('bulletins.titlePlaceholder')}
        value={title}
        onChange={(event) => form.set({ title: event.currentTarget.value })}
        maxLength={TITLE_MAX}
        error={fieldError('title')}
        required
        withAsterisk={false}
      />
      <div className="bulletin-texts">
        <Textarea
          label={t('bulletins.text')}
          placeholder={t('bulletins.textPlaceholder')}
          value={text}
          onChange={(event) => form.set({ text: event.currentTarget.value })}
          maxLength={TEXT_MAX}
          error={fieldError('text')}
          autosize
          minRows={9}
          maxRows={18}
          spellCheck={false}
          required
          withAsterisk={false}
        />
        <div>
          <h2 id={spokenLabel}>{t('bulletins.spoken')}</h2>
          <section className="spoken written" aria-labelledby={spokenLabel} data-old={spoken.isFetching}>
            {text.trim() === '' ? (
              <span className="muted">{t('bulletins.spokenEmpty')}</span>
            ) : (
              spoken.data && <SpokenText {...spoken.data} />
            )}
          </section>
        </div>
      </div>
      <p className="muted small numbers">
        {t('bulletins.count', {
          typed: numberText(text.length, language),
          max: numberText(TEXT_MAX, language),
        })}
        {text.trim() !== '' && ` · ${t('bulletins.about', { length: about })}`}
      </p>
    </section>
  );
}
