import { type RefObject, useEffect, useState } from 'react';

/** Who scrolls past, or looks into another tab for a moment, does not make the camera begin anew. */
const PATIENCE_MS = 2_000;

/** Whether anybody can see this element: it is on the screen, and the tab is in front. */
export function useShown(element: RefObject<HTMLElement | null>): boolean {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    let isInside = false;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(leaving);
      if (isInside && document.visibilityState === 'visible') setShown(true);
      else leaving = setTimeout(() => setShown(false), PATIENCE_MS);
    };
    const observer = new IntersectionObserver((entries) => {
      isInside = entries.at(-1)?.isIntersecting ?? false;
      look();
    });
    observer.observe(current);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(leaving);
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, [element]);
  return isShown;
}
