import { useRight } from '../../../api/session.ts';
import { type SettingsSection, useSaveSettings } from '../../../api/settings.ts';
import { useEdits } from '../../../components/edits.ts';
import { Failure } from '../../../components/failure.tsx';
import { SaveActions } from '../../../components/save-actions.tsx';
import { useText } from '../../../i18n/index.ts';
import { wordsOf } from '../json-schema.ts';
import { TryWords } from './try-words.tsx';
import { type Word, WordTable } from './word-table.tsx';

const LISTS = ['abbreviations', 'respellings'] as const;
type Lists = Record<(typeof LISTS)[number], Word[]>;

/** How the commune has its own abbreviations and names read; a sentence shows what comes of it. */
export function WordsCard({ section }: { section: SettingsSection }) {
  const { t, language } = useText();
  const mayWrite = useRight('settings.write');
  const save = useSaveSettings(section.name);
  const { edits, isChanged, set, undo, submit } = useEdits<Lists>((changed, options) =>
    save.mutate(withoutEmpty(changed), options),
  );
  const lists: Lists = { ...(section.values as Lists), ...edits };
  return (
    <section className="card column">
      <div className="column-tight">
        <h2>{section.title[language]}</h2>
        <p className="muted">{t('words.note')}</p>
      </div>
      <form onSubmit={submit} className="column">
        {LISTS.map((list) => {
          const schema = section.schema.properties?.[list] ?? {};
          const { label, help } = wordsOf(schema, list, language);
          return (
            <WordTable
              key={list}
              label={label}
              help={help}
              words={lists[list]}
              max={schema.maxItems ?? Number.POSITIVE_INFINITY}
              onChange={mayWrite ? (words) => set({ [list]: words }) : undefined}
            />
          );
        })}
        <Failure error={save.error} />
        {mayWrite && <SaveActions isChanged={isChanged} busy={save.isPending} onUndo={undo} />}
      </form>
      <TryWords words={LISTS.flatMap((list) => edits[list] ?? [])} />
    </section>
  );
}

/** A row without a word is one that was not wanted after all. */
function withoutEmpty(lists: Partial<Lists>): Partial<Lists> {
  const kept: Partial<Lists> = {};
  for (const list of LISTS) {
    const words = lists[list]?.filter(({ written, spoken }) => written.trim() !== '' || spoken.trim() !== '');
    if (words) kept[list] = words;
  }
  return kept;
}
