/** Squares in the picture: enough for the frames of ten seconds at up to 25 a second. */
export const BITS = 8;
/** Side of a square, pixels; survives the coarsest encoding here. */
export const CELL = 16;

/** Grey of a pixel, 0 to 255. */
export type Grey = (x: number, y: number) => number;

/**
 * The number that is burned into a picture, of a height in pixels: of the frame within its ten seconds. Works in a
 * browser too (pass it by its text).
 */
export function readBurnedNumber(grey: Grey, height: number): number {
  let number = 0;
  for (let bit = 0; bit < 8; bit++) {
    if (grey(bit * 16 + 8, height - 8) > 128) number += 2 ** bit;
  }
  return number;
}

/**
 * How old the picture with that number is, ms: frames are sent when the wall clock says their number (server.py).
 * `at`: UTC ms when it was seen; `phaseMs`: that of the stream.
 */
export function latencyMs(
  number: number,
  { at, fps, phaseMs }: { at: number; fps: number; phaseMs: number },
): number {
  const loop = 10_000;
  return (((at - phaseMs - (number * 1000) / fps) % loop) + loop) % loop;
}
