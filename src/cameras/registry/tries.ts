import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';

/** QĐ 724/QĐ-BTTTT: cameras lock for 5 minutes after 5 failures in 30 s; many makers are stricter. */
const MOST = 3;
const WINDOW_MS = 30 * 60_000;
/** Addresses that are remembered; the oldest goes first. */
const REMEMBERED = 2_000;

/**
 * How often an account was refused at each address lately: an officer who goes on guessing locks the camera's owner
 * out. Kept in memory only.
 */
export function createTries(clock: Pick<Clock, 'monotonic'>) {
  const refused = new Map<string, number[]>();

  const recent = (at: string) =>
    (refused.get(at) ?? []).filter((instant) => clock.monotonic() - instant < WINDOW_MS);

  return {
    /** Throws `camera.tried_enough`. */
    check(at: string): void {
      const [first, ...others] = recent(at);
      if (first === undefined || others.length + 1 < MOST) return;
      const left = WINDOW_MS - (clock.monotonic() - first);
      throw new AppError('camera.tried_enough', { minutes: Math.ceil(left / 60_000) });
    },
    refused(at: string): void {
      const instants = [...recent(at), clock.monotonic()];
      refused.delete(at);
      refused.set(at, instants);
      if (refused.size > REMEMBERED) refused.delete(refused.keys().next().value ?? '');
    },
    accepted: (at: string) => void refused.delete(at),
  };
}

export type Tries = ReturnType<typeof createTries>;
