import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useRight } from '../../api/session.ts';
import { type SettingsSection, useSaveSettings } from '../../api/settings.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useUnsaved } from '../../components/unsaved.tsx';
import { useText } from '../../i18n/index.ts';
import { SettingField } from './setting-field.tsx';

interface Props {
  section: SettingsSection;
  /** Within a card that has a heading already. */
  within?: boolean;
}

/** The settings of one slice, drawn from its schema; the station checks them. */
export function SectionForm({ section, within = false }: Props) {
  const { t, language } = useText();
  const toast = useToast();
  const mayWrite = useRight('settings.write');
  const save = useSaveSettings(section.name);
  const fieldError = useFieldError(save.error);
  const [edits, setEdits] = useState<Record<string, unknown>>({});
  const isChanged = Object.keys(edits).length > 0;
  const leave = useUnsaved(isChanged);
  const properties = Object.entries(section.schema.properties ?? {});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(edits, {
      onSuccess: () => {
        setEdits({});
        leave();
        toast(t('common.saved'));
      },
    });
  };
  return (
    <form onSubmit={submit} className={within ? 'column' : 'card column'}>
      {!within && <h2>{section.title[language]}</h2>}
      {properties.map(([key, schema]) => (
        <SettingField
          key={key}
          name={key}
          schema={schema}
          value={key in edits ? edits[key] : section.values[key]}
          onChange={(value) => setEdits({ ...edits, [key]: value })}
          error={fieldError(key)}
        />
      ))}
      <Failure error={save.error} except={properties.map(([key]) => key)} />
      {mayWrite && (
        <div className="actions">
          <Button type="submit" disabled={!isChanged} loading={save.isPending}>
            {t('common.save')}
          </Button>
          {isChanged && (
            <Button variant="default" onClick={() => setEdits({})}>
              {t('common.cancel')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
