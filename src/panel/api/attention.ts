/** Long enough for what follows from a press, such as a page that loads in parts. */
const RECENT_MS = 60_000;
const SIGNS = ['pointerdown', 'keydown', 'input', 'click', 'wheel', 'touchmove'];

/** Opening the page is a sign too. */
let lastSign = performance.now();

for (const sign of SIGNS) {
  window.addEventListener(sign, () => (lastSign = performance.now()), { capture: true, passive: true });
}

/**
 * Whether nobody has used this page for a minute. What it asks the station by itself (after a live event, at an
 * interval) must not keep the session of an unattended PC alive.
 */
export function isUnattended(): boolean {
  return performance.now() - lastSign > RECENT_MS;
}
