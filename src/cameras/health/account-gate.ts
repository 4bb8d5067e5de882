import type { AccountGate } from '../parts.ts';

/** A lockout of makers lasts 5 to 30 minutes and counts 5 to 7 wrong tries; one an hour is never near that. */
const AGAIN_AFTER_MS = 3_600_000;

export interface Refusal {
  how: 'refused' | 'locked';
  /** UTC ms. */
  at: number;
}

export interface KeptAccountGate extends AccountGate {
  refusal(cameraId: string): Refusal | undefined;
  /** One of before a restart. */
  remember(cameraId: string, refusal: Refusal): void;
  /** Has another account, or is gone. */
  forget(cameraId: string): void;
}

/**
 * Remembers who was refused.
 * @param changed told at each change, to keep it over a restart
 */
export function createAccountGate(now: () => number, changed: (cameraId: string) => void): KeptAccountGate {
  const refusals = new Map<string, Refusal>();
  return {
    mayTry(cameraId) {
      const refusal = refusals.get(cameraId);
      // After a step of the box's clock backwards, nobody is shut out for longer than an hour.
      return refusal === undefined || Math.abs(now() - refusal.at) >= AGAIN_AFTER_MS;
    },
    refused(cameraId, how) {
      refusals.set(cameraId, { how, at: now() });
      changed(cameraId);
    },
    accepted(cameraId) {
      if (refusals.delete(cameraId)) changed(cameraId);
    },
    refusal: (cameraId) => refusals.get(cameraId),
    remember(cameraId, refusal) {
      refusals.set(cameraId, refusal);
    },
    forget(cameraId) {
      refusals.delete(cameraId);
    },
  };
}
