/**
 * Keeps the screen on where the browser lets us: only over HTTPS, and not on a low battery. It may take that back at
 * any time, so it is asked again.
 */
const ASK_AGAIN_MS = 15_000;

export class Wake {
  /** @param changed called when the screen is kept on, or no longer */
  constructor(changed) {
    this.changed = changed;
    this.lock = null;
    document.addEventListener('visibilitychange', () => this.ask());
    setInterval(() => this.ask(), ASK_AGAIN_MS);
  }

  get held() {
    return this.lock !== null;
  }

  async ask() {
    if (this.held || this.asking || !navigator.wakeLock || document.visibilityState !== 'visible') return;
    this.asking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      lock.addEventListener('release', () => this.set(null));
      this.set(lock.released ? null : lock);
    } catch {
      // Refused: the page says what to do instead.
    }
    this.asking = false;
  }

  set(lock) {
    this.lock = lock;
    this.changed();
  }
}
