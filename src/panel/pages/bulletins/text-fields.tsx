import { Textarea, TextInput } from '@mantine/core';
import { useId, useRef } from 'react';
import { decided } from '../../api/readings.ts';
import { useSpoken } from '../../api/speech.ts';
import { QueryNotice } from '../../components/query-notice.tsx';
import { Decided } from '../../components/reading/decided.tsx';
import { useListening } from '../../components/reading/listening.ts';
import { ListeningBar } from '../../components/reading/listening-bar.tsx';
import { useMending } from '../../components/reading/mending.ts';
import { MendingNotice } from '../../components/reading/mending-notice.tsx';
import { OpenDocument } from '../../components/reading/open-document.tsx';
import { Questions } from '../../components/reading/questions.tsx';
import { SpokenLines } from '../../components/reading/spoken-lines.tsx';
import type { Decide } from '../../components/reading/token-card.tsx';
import { Warnings } from '../../components/reading/warnings.tsx';
import { numberText } from '../../format/number.ts';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import type { BulletinForm } from './bulletin-form.ts';

const TEXT_MAX = 20_000;
const TITLE_MAX = 200;

interface Props {
  form: BulletinForm;
  fieldError: (field: string) => string | null;
}

/** The written text, and beside it, word for word, what will be said: asked about, listened to, decided. */
export function TextFields({ form, fieldError }: Props) {
  const { t, language } = useText();
  const spokenLabel = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { title, text, voice, speed, pitch, decisions } = form.fields;
  const spoken = useSpoken(text, decisions, speed);
  const listening = useListening({ voice, speed, pitch, decisions });
  const setText = (next: string) => form.set({ text: next });
  const mending = useMending({ text, setText });
  const decide: Decide = (written, decision) =>
    form.set({ decisions: decided(decisions, written, decision) });
  const jump = (start: number, end: number) => {
    field.current?.setSelectionRange(start, end);
    // Only a new focus makes Chromium scroll the field to what is selected in it.
    field.current?.blur();
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'center' });
  };
  const isEmpty = text.trim() === '';
  const read = isEmpty ? undefined : spoken.data;
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
          ref={field}
          label={t('bulletins.text')}
          placeholder={t('bulletins.textPlaceholder')}
          value={text}
          onPaste={(event) => mending.onPaste(event.currentTarget)}
          onChange={(event) => {
            setText(event.currentTarget.value);
            mending.onChanged(event.currentTarget.value);
          }}
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
          <section className="spoken" aria-labelledby={spokenLabel} data-old={spoken.isFetching}>
            {isEmpty ? (
              <span className="muted">{t('bulletins.spokenEmpty')}</span>
            ) : read ? (
              <SpokenLines spoken={read} decide={decide} listening={listening} />
            ) : (
              <QueryNotice query={spoken} />
            )}
          </section>
        </div>
      </div>
      <ListeningBar listening={listening} />
      <div className="row-wrap">
        <p className="muted small numbers text-count">
          {t('bulletins.count', {
            typed: numberText(text.length, language),
            max: numberText(TEXT_MAX, language),
          })}
          {read && ` · ${t('bulletins.about', { length: lengthText(read.durationMs) })}`}
        </p>
        <OpenDocument text={text} setText={setText} max={TEXT_MAX} />
      </div>
      <MendingNotice mending={mending} />
      {read && (
        <>
          <Questions spoken={read} decide={decide} listening={listening} />
          <Warnings spoken={read} onJump={jump} />
          <Decided decisions={decisions} lines={read.lines} decide={decide} />
        </>
      )}
    </section>
  );
}
