import { createContext, use, useEffect, useMemo } from 'react';

/** What would be lost: what was typed, or a password that is not shown again. */
export type Loss = 'typed' | 'password';

interface Guard {
  /** Marks a form as one to be asked about, or as clean (null); the key tells forms apart. */
  mark(key: object, loss: Loss | null): void;
}

export const GuardContext = createContext<Guard>({ mark: () => {} });

/** Asks before the page is left while `changed`. The function returned lets the next navigation through. */
export function useUnsaved(changed: boolean, loss: Loss = 'typed'): () => void {
  const guard = use(GuardContext);
  const key = useMemo(() => ({}), []);
  useEffect(() => {
    guard.mark(key, changed ? loss : null);
    return () => guard.mark(key, null);
  }, [guard, key, changed, loss]);
  return () => guard.mark(key, null);
}
