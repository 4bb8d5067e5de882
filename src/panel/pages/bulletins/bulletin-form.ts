import { useEffect, useState } from 'react';
import type { Bulletin, BulletinInput } from '../../../broadcast/schemas.ts';

/** What the editor holds, all fields present. */
export type BulletinFields = Required<BulletinInput>;

const EMPTY: BulletinFields = { title: '', text: '', voice: null, speed: 1, chime: null, priority: 'normal' };
const NAMES = Object.keys(EMPTY) as (keyof BulletinFields)[];
const KEEP_AFTER_MS = 400;

interface Kept {
  fields: BulletinFields;
  at: number;
}

/**
 * The text being written. What is not saved is kept in this browser too, so that a power cut or the Back key of a
 * phone costs nothing; `kept` is such a text found on opening.
 * @param owner whose draft it is: a PC may be shared
 */
export function useBulletinForm(bulletin: Bulletin | undefined, owner: string) {
  const key = `tramso.draft.${owner}.${bulletin?.id ?? 'new'}`;
  const saved = fieldsOf(bulletin);
  const [edits, setEdits] = useState<Partial<BulletinFields>>({});
  /** The version that was edited: the station refuses to write over a later one. */
  const [base, setBase] = useState<number>();
  const [kept, setKept] = useState<Kept | undefined>(() => readKept(key, saved));
  const fields = { ...saved, ...edits };
  const isChanged = !isSame(fields, saved);

  useEffect(() => {
    if (!isChanged || kept) return;
    const timer = setTimeout(
      () => localStorage.setItem(key, JSON.stringify({ fields, at: Date.now() })),
      KEEP_AFTER_MS,
    );
    return () => clearTimeout(timer);
  });

  const begin = (change: Partial<BulletinFields>) => {
    if (!isChanged) setBase(bulletin?.version);
    setEdits((current) => ({ ...current, ...change }));
  };
  const forgetKept = () => {
    localStorage.removeItem(key);
    setKept(undefined);
  };
  return {
    fields,
    isChanged,
    version: (isChanged ? base : undefined) ?? bulletin?.version ?? 0,
    kept,
    set: begin,
    restoreKept: () => {
      if (kept) begin(kept.fields);
      setKept(undefined);
    },
    forgetKept,
    /** After saving, or to give up what was typed: shows what the station has. */
    clear: () => {
      setEdits({});
      forgetKept();
    },
  };
}

export type BulletinForm = ReturnType<typeof useBulletinForm>;

function fieldsOf(bulletin: Bulletin | undefined): BulletinFields {
  if (!bulletin) return EMPTY;
  const { title, text, voice, speed, chime, priority } = bulletin;
  return { title, text, voice, speed, chime, priority: priority === 'priority' ? priority : 'normal' };
}

function isSame(a: BulletinFields, b: BulletinFields): boolean {
  return NAMES.every((name) => a[name] === b[name]);
}

function readKept(key: string, saved: BulletinFields): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return kept && !isSame({ ...EMPTY, ...kept.fields }, saved) ? kept : undefined;
  } catch {
    return undefined;
  }
}
