import { useEffect } from 'react';

/** By then whatever comes instead, or a dialog that closes, has taken the focus itself. */
const SETTLED_MS = 150;

/**
 * Keeps the focus near where it was when what had it goes from the page: a row that was deleted, a form that begins anew
 * once it is saved. Otherwise whoever works by keys or ear is at the top of the page again.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** What had the focus last, and what it stood in, from within to without. */
    let around: Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      around = [];
      for (let at = target as Element | null; at; at = at.parentElement) around.push(at);
    };
    const isLost = () => around[0]?.isConnected === false && document.activeElement === document.body;
    const keep = () => {
      timer = undefined;
      if (!isLost()) return;
      const near = around.filter((one) => one.isConnected && one.closest('main'));
      around = [];
      // What draws no box of its own takes no focus.
      if (!near.some(lead)) lead(document.querySelector('main h1'));
    };
    const observer = new MutationObserver(() => {
      if (isLost()) timer ??= setTimeout(keep, SETTLED_MS);
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('focusin', remember);
      observer.disconnect();
    };
  }, []);
}

/** Returns whether it has the focus now. */
function lead(to: Element | null): boolean {
  if (!(to instanceof HTMLElement)) return false;
  const isLent = !to.hasAttribute('tabindex');
  const giveBack = () => to.removeAttribute('tabindex');
  if (isLent) to.tabIndex = -1;
  to.focus({ preventScroll: true });
  const isThere = document.activeElement === to;
  if (isLent && isThere) to.addEventListener('blur', giveBack, { once: true });
  else if (isLent) giveBack();
  return isThere;
}
