import { createContext, use, useEffect, useMemo } from 'react';

interface Guard {
  /** Marks a form as changed (`true`) or clean; the key tells forms apart. */
  mark(key: object, changed: boolean): void;
}

export const GuardContext = createContext<Guard>({ mark: () => {} });

/** Asks before the page is left while `changed`. The function returned lets the next navigation through. */
export function useUnsaved(changed: boolean): () => void {
  const guard = use(GuardContext);
  const key = useMemo(() => ({}), []);
  useEffect(() => {
    guard.mark(key, changed);
    return () => guard.mark(key, false);
  }, [guard, key, changed]);
  return () => guard.mark(key, false);
}
