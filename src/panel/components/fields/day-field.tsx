import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { localDay } from '../../../clock.ts';
import { stationNow } from '../../api/session.ts';
import { dayNumbers, parseDay } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import { MonthGrid } from './month-grid.tsx';
import { useValidity } from './validity.ts';

interface Props {
  label: string;
  value: string | null;
  onChange: (day: string | null) => void;
  description?: ReactNode;
  error?: string | null;
  min?: string;
  required?: boolean;
}

/**
 * A day, typed as `24/11/2026` or `24/11`, or picked from the month. Empty is null. While it holds a text that is no
 * day, the form that it stands in can't be sent: its value is not what the person sees.
 */
export function DayField({ label, value, onChange, description, error, min, required = false }: Props) {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState(value ? dayNumbers(value) : '');
  const [wrong, setWrong] = useState(false);
  const input = useValidity(wrong ? t('day.wrong') : '');
  useEffect(() => {
    setText(value ? dayNumbers(value) : '');
    setWrong(false);
  }, [value]);

  const read = () => {
    if (text.trim() === '') {
      setWrong(false);
      return onChange(null);
    }
    const day = parseDay(text, localDay(stationNow()));
    setWrong(day === undefined);
    if (day === undefined) return;
    setText(dayNumbers(day));
    onChange(day);
  };

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end" shadow="md">
      <TextInput
        ref={input}
        label={label}
        description={description}
        error={wrong ? t('day.wrong') : error}
        required={required}
        withAsterisk={false}
        value={text}
        placeholder={t('day.placeholder')}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={read}
        onKeyDown={(event) => event.key === 'Enter' && read()}
        rightSectionWidth={44}
        rightSection={
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              size={40}
              aria-label={`${t('day.open')}: ${label}`}
              onClick={() => setOpened((open) => !open)}
            >
              <IconCalendar size={20} />
            </ActionIcon>
          </Popover.Target>
        }
      />
      <Popover.Dropdown>
        <MonthGrid
          selected={value ? [value] : []}
          min={min}
          onPick={(day) => {
            setText(dayNumbers(day));
            setWrong(false);
            onChange(day);
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
