import { type PointerEvent, type RefObject, useRef } from 'react';
import type { Shown } from './timeline-view.ts';

interface GestureParts {
  strip: RefObject<HTMLDivElement | null>;
  shown: Shown;
  /** Pressed at an instant, UTC ms; a pixel beside it would be so many ms off. */
  tap: (at: number, msPerPixel: number) => void;
  /** The mouse is over an instant; null: no longer. */
  point: (at: number | null) => void;
  /** Drawn along by so many ms. */
  pan: (ms: number) => void;
  /** Two fingers went apart (`closer`) or together around an instant. */
  pinch: (closer: boolean, center: number) => void;
}

/** A finger or mouse that moves less has pressed, CSS pixels. */
const STILL_PX = 8;
const PINCH = 1.4;

/** Pressing, drawing along and pinching on the timeline. Up and down still scrolls the page. */
export function useGestures({ strip, shown, tap, point, pan, pinch }: GestureParts) {
  const fingers = useRef(new Map<number, number>());
  const travelled = useRef(0);
  const spread = useRef(0);

  const instantAt = (x: number) => {
    const { left = 0, width = 1 } = strip.current?.getBoundingClientRect() ?? {};
    const share = Math.max(0, Math.min(1, (x - left) / width));
    return shown.from + share * (shown.to - shown.from);
  };
  const width = () => strip.current?.getBoundingClientRect().width || 1;
  const between = () => {
    const [a = 0, b = 0] = fingers.current.values();
    return { apart: Math.abs(a - b), middle: (a + b) / 2 };
  };
  const up = (event: PointerEvent) => {
    const wasAlone = fingers.current.size === 1;
    const isKnown = fingers.current.delete(event.pointerId);
    if (isKnown && wasAlone && travelled.current < STILL_PX && event.type === 'pointerup')
      tap(instantAt(event.clientX), (shown.to - shown.from) / width());
  };

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      strip.current?.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, event.clientX);
      if (fingers.current.size === 1) travelled.current = 0;
      spread.current = between().apart;
    },
    onPointerMove(event: PointerEvent) {
      if (event.pointerType === 'mouse') point(instantAt(event.clientX));
      const before = fingers.current.get(event.pointerId);
      if (before === undefined) return;
      fingers.current.set(event.pointerId, event.clientX);
      travelled.current += Math.abs(event.clientX - before);
      if (fingers.current.size === 1) {
        if (travelled.current < STILL_PX) return;
        pan(((before - event.clientX) / width()) * (shown.to - shown.from));
        return;
      }
      const { apart, middle } = between();
      if (spread.current > 0 && (apart > spread.current * PINCH || apart < spread.current / PINCH)) {
        pinch(apart > spread.current, instantAt(middle));
        spread.current = apart;
      }
    },
    onPointerUp: up,
    onPointerCancel: up,
    onPointerLeave: () => point(null),
  };
}
