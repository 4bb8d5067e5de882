import { type CSSProperties, type RefObject, useEffect, useRef, useState } from 'react';
import type { ReadToken } from '../../api/readings.ts';

const PEEK_AFTER_MS = 200;
const GONE_AFTER_MS = 250;

interface Shown {
  /** Which of the marks it belongs to. */
  id: string;
  token: ReadToken;
  element: HTMLElement;
  /** Where the mark stands in the box around all of them. */
  place: CSSProperties;
  /** It was asked for, and has the focus; else it goes with the pointer or the focus on the mark. */
  isOpen: boolean;
}

/**
 * One popover for all marks of a text, which may be a thousand: it shows while the pointer or the focus is on a mark,
 * and stays once the mark has been pressed.
 */
export function useTokenPopover(box: RefObject<HTMLElement | null>) {
  const [shown, setShown] = useState<Shown>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const stay = () => clearTimeout(timer.current);
  const after = (ms: number, act: () => void) => {
    stay();
    timer.current = setTimeout(act, ms);
  };
  const show = (id: string, token: ReadToken, element: HTMLElement, isOpen: boolean) => {
    stay();
    const [own = element.getBoundingClientRect()] = element.getClientRects();
    const around = box.current?.getBoundingClientRect() ?? own;
    const { width, height } = own;
    const place = { left: own.left - around.left, top: own.top - around.top, width, height };
    setShown({ id, token, element, place, isOpen });
  };
  return {
    shown,
    /** The pointer rests on a mark. */
    hover: (id: string, token: ReadToken, element: HTMLElement) => {
      if (!shown?.isOpen) after(PEEK_AFTER_MS, () => show(id, token, element, false));
    },
    show,
    stay,
    /** What was only looked at goes when the pointer or the focus goes. */
    leave: () => {
      if (!shown?.isOpen) after(GONE_AFTER_MS, () => setShown(undefined));
    },
    pin: () => setShown((current) => current && { ...current, isOpen: true }),
    close: () => {
      stay();
      if (shown?.isOpen) shown.element.focus({ preventScroll: true });
      setShown(undefined);
    },
  };
}

export type TokenPopover = ReturnType<typeof useTokenPopover>;
