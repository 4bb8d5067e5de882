import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { parseTime } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { useValidity } from './validity.ts';
import './times-field.css';

interface Props {
  label: string;
  description?: string;
  /** `HH:MM`, in order. */
  value: string[];
  onChange: (times: string[]) => void;
  error?: string | null;
}

/**
 * Times of the day, typed as people write them: `7h30`, `7:30`, `730`. While a text waits that is no time, the form
 * that it stands in can't be sent without it.
 */
export function TimesField({ label, description, value, onChange, error }: Props) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);

  const input = useValidity(wrong ? t('time.wrong') : '');

  const add = () => {
    if (text.trim() === '') return setWrong(false);
    const time = parseTime(text);
    setWrong(time === undefined);
    if (time === undefined) return;
    onChange([...new Set([...value, time])].sort());
    setText('');
  };

  return (
    <div className="times">
      <div className="times-new">
        <TextInput
          ref={input}
          className="grow"
          label={label}
          description={description}
          value={text}
          placeholder={t('time.placeholder')}
          inputMode="text"
          autoComplete="off"
          error={wrong ? t('time.wrong') : error}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
          rightSectionWidth={140}
          rightSection={
            <Button variant="subtle" size="compact-md" leftSection={<IconPlus size={18} />} onClick={add}>
              {t('time.add')}
            </Button>
          }
        />
      </div>
      <ul className="times-list">
        {value.map((time) => (
          <li key={time} className="time-chip numbers">
            {time}
            <ActionIcon
              variant="subtle"
              size={32}
              aria-label={t('time.remove', { time })}
              onClick={() => onChange(value.filter((other) => other !== time))}
            >
              <IconX size={18} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  );
}
