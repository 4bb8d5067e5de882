import type { Clock } from '../clock.ts';

/** Long waits are looked at again this often, since the wall clock may be set in between. */
const LOOK_AGAIN_MS = 500;

/** Calls `done` when the clock reads `at` (UTC ms), also when it is set forward; the function returned cancels. */
export function waitUntil(clock: Pick<Clock, 'now'>, at: number, done: () => void): () => void {
  let timer: NodeJS.Timeout;
  function look(): void {
    const left = at - clock.now();
    if (left <= 0) done();
    else timer = setTimeout(look, Math.min(left, LOOK_AGAIN_MS));
  }
  timer = setTimeout(look, 0);
  return () => clearTimeout(timer);
}
