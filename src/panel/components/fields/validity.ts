import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Tells the browser what is wrong with a field, so that its form is not sent and the field takes the focus.
 *
 * @param complaint for the person; empty while nothing is wrong
 */
export function useValidity(complaint: string): RefObject<HTMLInputElement | null> {
  const input = useRef<HTMLInputElement>(null);
  // Before the next event: the press that leaves the field may be the one on “Save”.
  useLayoutEffect(() => input.current?.setCustomValidity(complaint), [complaint]);
  return input;
}
