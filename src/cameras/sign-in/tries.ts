import { AppError } from '../../errors.ts';

/** QĐ 724/QĐ-BTTTT: cameras lock for 5 minutes after 5 failures in 30 s; many makers are stricter. */
const MOST = 3;
const WINDOW_MS = 30 * 60_000;
/** Addresses that are remembered; the oldest goes first. */
const REMEMBERED = 2_000;

/**
 * How often an account was refused at each address lately, whoever tried: an officer who goes on guessing locks the
 * camera's owner out. Kept in memory only.
 */
export function createTries(now: () => number) {
  const refused = new Map<string, number[]>();

  const recent = (host: string) =>
    (refused.get(host) ?? []).filter((instant) => Math.abs(now() - instant) < WINDOW_MS);

  return {
    /** Throws `camera.tried_enough`. */
    check(host: string): void {
      const [first, ...others] = recent(host);
      if (first === undefined || others.length + 1 < MOST) return;
      const left = WINDOW_MS - Math.abs(now() - first);
      throw new AppError('camera.tried_enough', { minutes: Math.ceil(left / 60_000) });
    },
    refused(host: string): void {
      const instants = [...recent(host), now()];
      refused.delete(host);
      refused.set(host, instants);
      if (refused.size > REMEMBERED) refused.delete(refused.keys().next().value ?? '');
    },
    accepted: (host: string) => void refused.delete(host),
  };
}

export type Tries = ReturnType<typeof createTries>;
