import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { latencyMs, readBurnedNumber } from '../lab/cameras/rtsp/burned-clock.ts';

/** Draws the picture that is shown now: the number burned into its lower edge, and a sum of all its points. */
const READ = `(selector) => {
  const source = document.querySelector(selector);
  if (!source) return null;
  const [width, height] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
  if (!width) return null;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(source, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = (x, y) => data[(y * width + x) * 4 + 1];
  let sum = 0;
  for (let at = 1; at < data.length; at += 4) sum = (sum * 31 + data[at]) >>> 0;
  return { width, height, sum, number: (${readBurnedNumber})(grey, height), at: Date.now() };
}`;

export interface ShownPicture {
  width: number;
  height: number;
  /** Of its points: another picture, another sum. */
  sum: number;
  /** That is burned into it. */
  number: number;
  /** UTC ms. */
  at: number;
}

/** What a video or canvas shows at this moment; null for nothing. */
export function shownPicture(page: Page, selector: string): Promise<ShownPicture | null> {
  return page.evaluate(`(${READ})(${JSON.stringify(selector)})`);
}

/** How old the picture is that is shown, ms. The stream is of 25 frames a second and phase 0. */
export async function latencyOf(page: Page, selector: string): Promise<number> {
  const shown = await shownPicture(page, selector);
  return shown ? latencyMs(shown.number, { at: shown.at, fps: 25, phaseMs: 0 }) : Number.POSITIVE_INFINITY;
}

/** Different pictures that are seen within so many ms. */
export async function picturesIn(page: Page, selector: string, ms: number): Promise<number> {
  const seen = new Set<number>();
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const shown = await shownPicture(page, selector);
    if (shown) seen.add(shown.sum);
    await sleep(80);
  }
  return seen.size;
}

export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs = 20_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(80);
  }
}
