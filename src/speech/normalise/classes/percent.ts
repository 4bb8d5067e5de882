import { matchAt, type Reading } from '../cursor.ts';

const SIGN = /\s?([%‰])/y;

/** 15% → … phần trăm */
export function percentAfter(text: string, at: number): Reading | undefined {
  const match = matchAt(SIGN, text, at);
  if (!match) return undefined;
  const spoken = match[1] === '%' ? 'phần trăm' : 'phần nghìn';
  return { end: at + match[0].length, spoken, class: 'percent' };
}
