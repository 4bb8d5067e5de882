/** A decoded picture of one camera: grey, full range (0 black … 255 white), row by row. */
export interface GreyFrame {
  width: number;
  height: number;
  data: Uint8Array;
}

/** What can be seen of a picture without knowing the scene. */
export interface PictureFigures {
  mean: number;
  /** Standard deviation. */
  contrast: number;
  /** 2 % of the picture are brighter. */
  bright: number;
  /** Mean strength of edges against the contrast: fog and night lower both, a lens out of focus only the edges. */
  sharpness: number;
}

/**
 * Black: no light anywhere. A scene that is merely dark has lamps (bright) or shapes (contrast).
 * All thresholds were read off pictures of 64×36 made by ffmpeg; test/cameras/health/picture.test.ts has them.
 */
const BLACK_BRIGHT = 24;
const FLAT_CONTRAST = 1.5;
/** Below this contrast (night, dense fog) sharpness is mostly noise, and nothing is said of it. */
const JUDGED_CONTRAST = 6;
/** Sharp scenes have 0.2 and more; a lens so far out of focus that no face could be known has less than 0.1. */
const BLURRED_SHARPNESS = 0.11;
/** Burned-in date and name are sharp and bright on the worst picture: those rows are left out. */
const TITLE_ROWS = 1 / 8;

/** Measures the picture without its top and bottom rows. Costs 0.1 ms for 64×36. */
function measurePicture({ width, height, data }: GreyFrame): PictureFigures {
  const top = Math.floor(height * TITLE_ROWS);
  const inner = data.subarray(top * width, (height - top) * width);
  const rows = height - 2 * top;
  let sum = 0;
  let squares = 0;
  for (const value of inner) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / inner.length;
  const contrast = Math.sqrt(Math.max(0, squares / inner.length - mean * mean));
  let edges = 0;
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < width - 1; x++) edges += Math.abs(laplacian(inner, y * width + x, width));
  }
  edges /= (rows - 2) * (width - 2);
  const sorted = Uint8Array.from(inner).sort();
  const bright = sorted[Math.floor(sorted.length * 0.98)] ?? 0;
  return { mean, contrast, bright, sharpness: contrast === 0 ? 0 : edges / contrast };
}

function laplacian(grey: Uint8Array, at: number, width: number): number {
  const around =
    (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
  return 4 * (grey[at] ?? 0) - around;
}

/** What is wrong with a single picture; null for nothing that can be seen. */
export function judgePicture(frame: GreyFrame): 'camera.black' | 'camera.blurred' | null {
  const { contrast, bright, sharpness } = measurePicture(frame);
  if (contrast < FLAT_CONTRAST) return bright <= BLACK_BRIGHT ? 'camera.black' : 'camera.blurred';
  return contrast >= JUDGED_CONTRAST && sharpness < BLURRED_SHARPNESS ? 'camera.blurred' : null;
}

/** The picture that the later ones are compared with, and how long they have been the same. */
export interface Stillness {
  reference: GreyFrame;
  /** When the reference was taken, monotonic ms. */
  since: number;
  /** How many pictures were the same, the reference counted. */
  looks: number;
}

/**
 * Two pictures of a stream that stands still differ by what encoding does to them. The noise of a living sensor makes
 * 0.2 and more of the mean even in an empty, hardly lit corridor; a burned-in clock changes single cells by 8 and more.
 */
const SAME_CELL = 2;
const SAME_MEAN = 0.15;
/** Frozen is only said of so many pictures over so long a time. */
const FROZEN_LOOKS = 4;
const FROZEN_MS = 15 * 60_000;

/** Whether nothing has moved between two pictures, down to noise and clock. */
export function isSamePicture(a: GreyFrame, b: GreyFrame): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) {
    const difference = Math.abs((a.data[i] ?? 0) - (b.data[i] ?? 0));
    if (difference > SAME_CELL) return false;
    sum += difference;
  }
  return sum / a.data.length <= SAME_MEAN;
}

/** How long the picture has stood still, with one more look. */
export function follow(before: Stillness | undefined, frame: GreyFrame, now: number): Stillness {
  if (before && isSamePicture(before.reference, frame)) return { ...before, looks: before.looks + 1 };
  return { reference: frame, since: now, looks: 1 };
}

export function isFrozen({ since, looks }: Stillness, now: number): boolean {
  return looks >= FROZEN_LOOKS && now - since >= FROZEN_MS;
}
