import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseTime } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { useValidity } from './validity.ts';

interface Props {
  label: string;
  /** `HH:MM`; null while there is none. */
  value: string | null;
  onChange: (time: string | null) => void;
  error?: string | null;
}

/** One time of the day, typed as people write it: `7h30`, `7:30`, `730`. What cannot be read is no time. */
export function TimeField({ label, value, onChange, error }: Props) {
  const { t } = useText();
  const [text, setText] = useState(value ?? '');
  const wrong = text.trim() !== '' && value === null;
  const [isLeft, setLeft] = useState(false);
  const complaint = wrong && isLeft ? t('time.wrong') : '';
  const input = useValidity(complaint);
  return (
    <TextInput
      ref={input}
      label={label}
      placeholder={t('time.placeholder')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setLeft(false);
        onChange(parseTime(event.currentTarget.value) ?? null);
      }}
      onBlur={() => {
        setLeft(true);
        if (value) setText(value);
      }}
      error={complaint || error}
      autoComplete="off"
    />
  );
}
