import { NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useZones } from '../../api/commune.ts';
import { useChoices } from '../../api/speech.ts';
import { zonePath } from '../../components/zones/zone-tree.ts';
import { decimalText } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';
import { type JsonSchema, wordsOf } from './json-schema.ts';
import { useOptionText } from './option-text.ts';
import { SettingList } from './setting-list.tsx';

/** Longer texts than this get several lines. */
const LONG_TEXT = 1000;

export interface SettingFieldProps {
  name: string;
  schema: JsonSchema;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | null;
}

/** One setting, with the control that its schema asks for. */
export function SettingField({ name, schema, value, onChange, error = null }: SettingFieldProps) {
  const { t, language } = useText();
  const optionText = useOptionText();
  const { label, help } = wordsOf(schema, name, language);
  const shared = { label, description: help, error };
  if (schema.type === 'boolean') {
    return (
      <Switch
        {...shared}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (schema.enum) {
    const options = schema.enum;
    return (
      <NativeSelect
        {...shared}
        value={String(value)}
        onChange={(event) => onChange(options.find((option) => String(option) === event.currentTarget.value))}
        data={options.map((option) => ({
          value: String(option),
          label: optionText(option),
        }))}
      />
    );
  }
  if (schema.type === 'array' && schema.items) {
    return (
      <SettingList
        {...shared}
        schema={schema}
        value={Array.isArray(value) ? value : []}
        onChange={onChange}
        field={SettingField}
      />
    );
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    return <NumberField {...shared} schema={schema} value={value} onChange={onChange} />;
  }
  const text = {
    ...shared,
    value: String(value ?? ''),
    ...(schema.maxLength ? { maxLength: schema.maxLength } : {}),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (schema.zone) return <ZoneField {...shared} value={String(value ?? '')} onChange={onChange} />;
  if (schema.voice) return <VoiceField {...shared} value={String(value ?? '')} onChange={onChange} />;
  if (schema.chime) return <ChimeField {...shared} value={String(value ?? '')} onChange={onChange} />;
  if (schema.secret) {
    return (
      <PasswordInput
        {...text}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      />
    );
  }
  return (schema.maxLength ?? 0) > LONG_TEXT ? (
    <Textarea {...text} autosize minRows={3} maxRows={12} />
  ) : (
    <TextInput {...text} spellCheck={false} />
  );
}

type NumberFieldProps = Omit<SettingFieldProps, 'name'> & { label: string; description: string | undefined };

/** A number; what is half typed stays text until it is one. A decimal comma is one too. */
function NumberField({ label, description, schema, value, onChange, error }: NumberFieldProps) {
  const { t, language } = useText();
  const [typed, setTyped] = useState<string>();
  const { minimum, maximum } = schema;
  const range =
    minimum !== undefined && maximum !== undefined
      ? t('settings.range', {
          minimum: decimalText(minimum, language),
          maximum: decimalText(maximum, language),
        })
      : undefined;
  const told = description?.replace(/(?<=[^.!?])$/, '.');
  return (
    <TextInput
      className="setting-number"
      label={label}
      description={range ? [told, range].filter(Boolean).join(' ') : description}
      error={error}
      value={typed ?? String(value ?? '')}
      inputMode={schema.type === 'integer' ? 'numeric' : 'decimal'}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const number = Number(text.replace(',', '.'));
        if (text.trim() !== '' && !Number.isNaN(number)) onChange(number);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

interface ChoiceFieldProps {
  label: string;
  description: string | undefined;
  value: string;
  onChange: (id: string) => void;
  error: string | null;
}

function ZoneField({ value, onChange, ...shared }: ChoiceFieldProps) {
  const { t } = useText();
  const zones = useZones();
  return (
    <NativeSelect
      {...shared}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('settings.noZone') },
        ...(zones.data ?? []).map(({ id }) => ({ value: id, label: zonePath(zones.data ?? [], id) })),
      ]}
    />
  );
}

/** A voice out of those that there are; one that is gone for the moment stays the one chosen. */
function VoiceField({ value, onChange, ...shared }: ChoiceFieldProps) {
  const { t, language } = useText();
  const choices = useChoices();
  const voices = (choices.data?.voices ?? []).map(({ id, name }) => ({ value: id, label: name[language] }));
  const isKnown = voices.some((voice) => voice.value === value);
  return (
    <NativeSelect
      {...shared}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
      data={[
        ...(value === '' ? [{ value: '', label: t('settings.noVoice') }] : []),
        ...(value !== '' && !isKnown
          ? [{ value, label: choices.data ? t('settings.gone', { id: value }) : value }]
          : []),
        ...voices,
      ]}
    />
  );
}

/** A chime out of those that there are, or none; one that is gone stays the one chosen. */
function ChimeField({ value, onChange, ...shared }: ChoiceFieldProps) {
  const { t, language } = useText();
  const choices = useChoices();
  const chimes = (choices.data?.chimes ?? []).map(({ id, name }) => ({ value: id, label: name[language] }));
  const isKnown = value === '' || chimes.some((chime) => chime.value === value);
  return (
    <NativeSelect
      {...shared}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('common.none') },
        ...(isKnown ? [] : [{ value, label: choices.data ? t('settings.gone', { id: value }) : value }]),
        ...chimes,
      ]}
    />
  );
}
