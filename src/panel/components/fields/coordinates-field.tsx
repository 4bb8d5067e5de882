import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { parsePoint, pointText } from '../../format/point.ts';
import { useText } from '../../i18n/index.ts';
import { useValidity } from './validity.ts';

interface Props {
  lat: number | null;
  lon: number | null;
  onChange: (point: { lat: number | null; lon: number | null }) => void;
  error?: string | null;
}

/** A point on the map in one line, as every map program copies it: `20.54321, 106.12345`. Empty is none. */
export function CoordinatesField({ lat, lon, onChange, error }: Props) {
  const { t } = useText();
  const known = pointText(lat, lon);
  const [text, setText] = useState(known);
  const [wrong, setWrong] = useState(false);
  const input = useValidity(wrong ? t('point.wrong') : '');
  useEffect(() => {
    setText(known);
    setWrong(false);
  }, [known]);

  const read = () => {
    const point = text.trim() === '' ? { lat: null, lon: null } : parsePoint(text);
    setWrong(point === undefined);
    if (point && (point.lat !== lat || point.lon !== lon)) onChange(point);
  };
  return (
    <TextInput
      ref={input}
      label={t('point.label')}
      description={t('point.help')}
      placeholder="20.54321, 106.12345"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={read}
      onKeyDown={(event) => event.key === 'Enter' && read()}
      error={wrong ? t('point.wrong') : error}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
