import { type Static, Type } from 'typebox';

const Text = Type.Object({ vi: Type.String(), en: Type.String() });
export type Text = Static<typeof Text>;

/** What one check found. */
export const Finding = Type.Object({
  id: Type.String(),
  state: Type.Enum(['ok', 'warning', 'failed'] as const),
  title: Text,
  /** What was found and what it means. */
  found: Text,
  /** What to do; null when all is well. */
  advice: Type.Union([Text, Type.Null()]),
});
export type Finding = Static<typeof Finding>;

export const text = (vi: string, en: string): Text => ({ vi, en });

/** A check without its id and title, which the table of checks gives it. */
export type Result = Pick<Finding, 'state' | 'found' | 'advice'>;

export const ok = (vi: string, en: string): Result => ({ state: 'ok', found: text(vi, en), advice: null });
export const warning = (found: Text, advice: Text): Result => ({ state: 'warning', found, advice });
export const failed = (found: Text, advice: Text): Result => ({ state: 'failed', found, advice });
