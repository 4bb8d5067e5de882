import { useEffect, useState } from 'react';
import type { Bulletin, BulletinInput } from '../../../broadcast/schemas.ts';

/** What the editor holds, all fields present. */
export type BulletinFields = Required<BulletinInput>;

const EMPTY: BulletinFields = {
  title: '',
  text: '',
  voice: null,
  speed: 1,
  pitch: 0,
  decisions: {},
  recordings: [],
  chime: null,
  priority: 'normal',
};
const NAMES = Object.keys(EMPTY) as (keyof BulletinFields)[];
const KEEP_AFTER_MS = 400;

interface Kept {
  /** Where it lies in this browser. */
  slot: string;
  fields: BulletinFields;
  at: number;
}

/**
 * The text being written. What is not saved is kept in this browser too, so that a power cut or the Back key of a
 * phone costs nothing; `kept` is such a text found on opening. What is typed before somebody has answered to that
 * goes to a slot of its own, and whichever of the two is taken, the other one stays on offer.
 * @param owner whose draft it is: a PC may be shared
 */
export function useBulletinForm(bulletin: Bulletin | undefined, owner: string) {
  const key = `tramso.draft.${owner}.${bulletin?.id ?? 'new'}`;
  const saved = fieldsOf(bulletin);
  const [edits, setEdits] = useState<Partial<BulletinFields>>({});
  /** The version that was edited: the station refuses to write over a later one. */
  const [base, setBase] = useState<number>();
  const [kept, setKept] = useState(() => readKept(key, saved));
  const [slot] = useState(() => (kept.length === 0 ? key : `${key}.${Date.now()}`));
  const fields = { ...saved, ...edits };
  const isChanged = !isSame(fields, saved);

  useEffect(() => {
    if (!isChanged) return;
    const timer = setTimeout(() => keep({ slot, fields, at: Date.now() }), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  });

  const begin = (change: Partial<BulletinFields>) => {
    if (!isChanged) setBase(bulletin?.version);
    setEdits((current) => ({ ...current, ...change }));
  };
  const [first, ...others] = kept;
  return {
    fields,
    isChanged,
    version: (isChanged ? base : undefined) ?? bulletin?.version ?? 0,
    kept: first,
    set: begin,
    restoreKept: () => {
      if (!first) return;
      localStorage.removeItem(first.slot);
      const typed = { slot: `${key}.${Date.now()}`, fields, at: Date.now() };
      if (isChanged) keep(typed);
      keep({ ...first, slot });
      begin(first.fields);
      setKept(isChanged ? [typed, ...others] : others);
    },
    forgetKept: () => {
      if (first) localStorage.removeItem(first.slot);
      setKept(others);
    },
    /** After saving, or to give up what was typed: shows what the station has. */
    clear: () => {
      setEdits({});
      localStorage.removeItem(slot);
    },
  };
}

export type BulletinForm = ReturnType<typeof useBulletinForm>;

function fieldsOf(bulletin: Bulletin | undefined): BulletinFields {
  if (!bulletin) return EMPTY;
  const { title, text, voice, speed, pitch, decisions, recordings, chime, priority } = bulletin;
  const words = { title, text, voice, speed, pitch, decisions, recordings, chime };
  return { ...words, priority: priority === 'priority' ? priority : 'normal' };
}

function isSame(a: BulletinFields, b: BulletinFields): boolean {
  return NAMES.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

function keep({ slot, fields, at }: Kept): void {
  localStorage.setItem(slot, JSON.stringify({ fields, at }));
}

/** Newest first. */
function readKept(key: string, saved: BulletinFields): Kept[] {
  return Object.keys(localStorage)
    .filter((slot) => slot === key || slot.startsWith(`${key}.`))
    .flatMap((slot) => {
      try {
        const { fields, at } = JSON.parse(localStorage.getItem(slot) ?? '') as Kept;
        const whole = { ...EMPTY, ...fields };
        return isSame(whole, saved) ? [] : [{ slot, fields: whole, at }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => b.at - a.at);
}
