import { DAY_MS } from '../../clock.ts';
import type { modesRepository } from './modes-repository.ts';
import type { protectedRepository } from './protected-repository.ts';
import type { segmentsRepository } from './segments-repository.ts';
import type { statesRepository } from './states-repository.ts';

export interface ForgetStatesParts {
  modes: Pick<ReturnType<typeof modesRepository>, 'all'>;
  history: Pick<ReturnType<typeof statesRepository>, 'forget'>;
  rows: Pick<ReturnType<typeof segmentsRepository>, 'cameras' | 'firstOf'>;
  kept: Pick<ReturnType<typeof protectedRepository>, 'ranges'>;
  /** Of cameras without a time of their own. */
  keepDays: number;
  /** UTC ms. */
  now: number;
}

const STEP = 500;

/** Removes what explains no gap any more that is kept, or may have been until lately. */
export function forgetStates({ modes, history, rows, kept, keepDays, now }: ForgetStatesParts): void {
  const days = Math.max(keepDays, ...modes.all().map((mode) => mode.keepDays ?? 0));
  const oldest = Math.min(...rows.cameras().map((id) => rows.firstOf(id) ?? Number.MAX_SAFE_INTEGER));
  const before = Math.min(now - 2 * days * DAY_MS, oldest, ...kept.ranges().map(({ from }) => from));
  while (history.forget(before, STEP) === STEP);
}
