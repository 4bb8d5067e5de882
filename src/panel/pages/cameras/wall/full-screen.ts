import { type RefObject, useEffect, useState } from 'react';

/** Shows one part of the page on the whole screen, where the browser can (iPhones cannot). */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  const toggle = () => {
    const change = isFull ? document.exitFullscreen() : element.current?.requestFullscreen();
    // The browser may refuse it; then everything stays as it is.
    change?.catch(() => {});
  };
  return { isFull, toggle, isPossible: document.fullscreenEnabled };
}
