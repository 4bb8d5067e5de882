import { useRight } from '../../api/session.ts';
import { type SettingsSection, useSaveSettings } from '../../api/settings.ts';
import { useEdits } from '../../components/edits.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { SaveActions } from '../../components/save-actions.tsx';
import { useText } from '../../i18n/index.ts';
import { SettingField } from './setting-field.tsx';

interface Props {
  section: SettingsSection;
  /** Within a card that has a heading already. */
  within?: boolean;
}

/** The settings of one slice, drawn from its schema; the station checks them. */
export function SectionForm({ section, within = false }: Props) {
  const { language } = useText();
  const mayWrite = useRight('settings.write');
  const save = useSaveSettings(section.name);
  const fieldError = useFieldError(save.error);
  const { edits, isChanged, set, undo, submit } = useEdits<Record<string, unknown>>(save.mutate);
  const properties = Object.entries(section.schema.properties ?? {});
  return (
    <form onSubmit={submit} className={within ? 'column' : 'card column'}>
      {!within && <h2>{section.title[language]}</h2>}
      {properties.map(([key, schema]) => (
        <SettingField
          key={key}
          name={key}
          schema={schema}
          value={key in edits ? edits[key] : section.values[key]}
          onChange={(value) => set({ [key]: value })}
          error={fieldError(key)}
        />
      ))}
      <Failure error={save.error} except={properties.map(([key]) => key)} />
      {mayWrite && <SaveActions isChanged={isChanged} busy={save.isPending} onUndo={undo} />}
    </form>
  );
}
