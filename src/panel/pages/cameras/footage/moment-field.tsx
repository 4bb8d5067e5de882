import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { localInstant } from '../../../../clock.ts';
import { useValidity } from '../../../components/fields/validity.ts';
import { secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { parseMoment } from './parse-moment.ts';

interface Props {
  label: string;
  /** The local day that it is of. */
  day: string;
  /** UTC ms. */
  value: number;
  onChange: (at: number) => void;
  error: string | null;
}

/** A second of the day: `14:05:10`. While it can't be read, its form is not sent. */
export function MomentField({ label, day, value, onChange, error }: Props) {
  const { t } = useText();
  const [text, setText] = useState(() => secondsText(value));
  const isWrong = parseMoment(text) === undefined;
  const input = useValidity(isWrong ? t('footage.momentWrong') : '');
  return (
    <TextInput
      ref={input}
      label={label}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const time = parseMoment(typed);
        const at = time === undefined ? undefined : localInstant(day, time);
        if (at !== undefined) onChange(at);
      }}
      error={isWrong ? t('footage.momentWrong') : error}
      autoComplete="off"
      inputMode="numeric"
    />
  );
}
