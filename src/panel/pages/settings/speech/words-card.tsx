import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useRight } from '../../../api/session.ts';
import { type SettingsSection, useSaveSettings } from '../../../api/settings.ts';
import { Failure } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { useUnsaved } from '../../../components/unsaved.tsx';
import { useText } from '../../../i18n/index.ts';
import { wordsOf } from '../json-schema.ts';
import { TryWords } from './try-words.tsx';
import { type Word, WordTable } from './word-table.tsx';

const LISTS = ['abbreviations', 'respellings'] as const;
type Lists = Record<(typeof LISTS)[number], Word[]>;

/** How the commune has its own abbreviations and names read; a sentence shows what comes of it. */
export function WordsCard({ section }: { section: SettingsSection }) {
  const { t, language } = useText();
  const toast = useToast();
  const mayWrite = useRight('settings.write');
  const save = useSaveSettings(section.name);
  const [edits, setEdits] = useState<Partial<Lists>>({});
  const isChanged = Object.keys(edits).length > 0;
  const leave = useUnsaved(isChanged);
  const lists: Lists = { ...(section.values as Lists), ...edits };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A row without a word is one that was not wanted after all.
    const wanted = Object.fromEntries(
      LISTS.filter((list) => list in edits).map((list) => [
        list,
        lists[list].filter(({ written, spoken }) => written.trim() !== '' || spoken.trim() !== ''),
      ]),
    );
    save.mutate(wanted, {
      onSuccess: () => {
        setEdits({});
        leave();
        toast(t('common.saved'));
      },
    });
  };
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
              onChange={mayWrite ? (words) => setEdits({ ...edits, [list]: words }) : undefined}
            />
          );
        })}
        <Failure error={save.error} />
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
      <TryWords words={LISTS.flatMap((list) => edits[list] ?? [])} />
    </section>
  );
}
