import type { Speed } from '../api/wall.ts';

const KEYS: Readonly<Record<string, Partial<Speed>>> = {
  ArrowLeft: { pan: -1 },
  ArrowRight: { pan: 1 },
  ArrowUp: { tilt: 1 },
  ArrowDown: { tilt: -1 },
  '+': { zoom: 1 },
  '=': { zoom: 1 },
  PageUp: { zoom: 1 },
  '-': { zoom: -1 },
  PageDown: { zoom: -1 },
};

/** Whether this key steers. */
export const steers = (key: string): boolean => Object.hasOwn(KEYS, key);

/** Where a camera goes while these keys are held: two arrows make a slope, opposite ones nothing. */
export function directionOf(held: Iterable<string>): Speed {
  const sum: Speed = { pan: 0, tilt: 0, zoom: 0 };
  for (const key of held) {
    const { pan = 0, tilt = 0, zoom = 0 } = KEYS[key] ?? {};
    sum.pan += pan;
    sum.tilt += tilt;
    sum.zoom += zoom;
  }
  const within = (part: number) => Math.max(-1, Math.min(1, part));
  return { pan: within(sum.pan), tilt: within(sum.tilt), zoom: within(sum.zoom) };
}

/** −0 is not 0 to a camera's parser. */
export function atSpeed({ pan, tilt, zoom }: Speed, share: number): Speed {
  const part = (whole: number) => (whole === 0 ? 0 : whole * share);
  return { pan: part(pan), tilt: part(tilt), zoom: part(zoom) };
}
