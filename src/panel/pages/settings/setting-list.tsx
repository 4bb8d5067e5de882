import { Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useText } from '../../i18n/index.ts';
import { type JsonSchema, wordsOf } from './json-schema.ts';
import type { SettingFieldProps } from './setting-field.tsx';

interface Props {
  label: string;
  description: string | undefined;
  error: string | null;
  schema: JsonSchema;
  value: unknown[];
  onChange: (value: unknown[]) => void;
  /** Draws one entry: a list stands among the fields that it is made of. */
  field: ComponentType<SettingFieldProps>;
}

/** A setting that is a list, such as the commune's own holidays. */
export function SettingList({
  label,
  description,
  error,
  schema,
  value,
  onChange,
  field: SettingField,
}: Props) {
  const { t, language } = useText();
  const item = schema.items ?? {};
  const replace = (index: number, next: unknown) =>
    onChange(value.map((old, at) => (at === index ? next : old)));
  return (
    <fieldset className="setting-group column">
      <legend>{label}</legend>
      {description && <p className="muted small">{description}</p>}
      {value.length > 0 && (
        <ul className="column setting-list">
          {value.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity but their place
            <li key={index} className="column">
              {item.properties ? (
                <div className="halves">
                  {Object.entries(item.properties).map(([key, property]) => (
                    <SettingField
                      key={key}
                      name={key}
                      schema={property}
                      value={(entry as Record<string, unknown>)[key]}
                      onChange={(next) => replace(index, { ...(entry as object), [key]: next })}
                    />
                  ))}
                </div>
              ) : (
                <SettingField
                  name={wordsOf(item, label, language).label}
                  schema={item}
                  value={entry}
                  onChange={(next) => replace(index, next)}
                />
              )}
              <Button
                variant="subtle"
                color="rust"
                className="fit"
                leftSection={<IconTrash size={18} aria-hidden />}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                {t('common.delete')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {value.length < (schema.maxItems ?? Number.POSITIVE_INFINITY) && (
        <Button
          variant="default"
          className="fit"
          leftSection={<IconPlus size={20} aria-hidden />}
          onClick={() => onChange([...value, emptyOf(item)])}
        >
          {t('common.add')}
        </Button>
      )}
    </fieldset>
  );
}

function emptyOf(schema: JsonSchema): unknown {
  if (!schema.properties) return schema.default ?? '';
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => [key, property.default ?? '']),
  );
}
