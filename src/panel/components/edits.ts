import { type FormEvent, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { useToast } from './toast.ts';
import { useUnsaved } from './unsaved.tsx';

type Save<T> = (edits: T, options: { onSuccess: () => void }) => void;

/**
 * What is changed in a form of something that the station has already: only that is sent, leaving it unsaved asks
 * first, and once it is saved a toast says so.
 */
export function useEdits<T extends object>(save: Save<Partial<T>>) {
  const { t } = useText();
  const toast = useToast();
  const [edits, setEdits] = useState<Partial<T>>({});
  const isChanged = Object.keys(edits).length > 0;
  const leave = useUnsaved(isChanged);
  const undo = () => setEdits({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(edits, {
      onSuccess: () => {
        undo();
        leave();
        toast(t('common.saved'));
      },
    });
  };
  const set = (change: Partial<T>) => setEdits((before) => ({ ...before, ...change }));
  return { edits, isChanged, set, undo, submit };
}
