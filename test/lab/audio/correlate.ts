/** Where a reference sits in a recording, and how alike they are there. */
export interface Match {
  /** Normalised cross-correlation at the best offset, 0 … 1. */
  correlation: number;
  /** Samples from the start of the recording to the start of the reference. */
  offset: number;
}

/**
 * Finds `reference` in `recording` (mono PCM of the same rate) by the normalised cross-correlation over every
 * offset, computed through the FFT. Unlike a play flag, this fails on silence, noise, cuts and wrong audio.
 */
export function findIn(recording: Float32Array, reference: Float32Array): Match {
  const size = 2 ** Math.ceil(Math.log2(recording.length + reference.length));
  const a = padded(recording, size);
  const b = padded(reference, size);
  const aIm = new Float64Array(size);
  const bIm = new Float64Array(size);
  fft(a, aIm);
  fft(b, bIm);
  for (let i = 0; i < size; i++) {
    const re = at(a, i) * at(b, i) + at(aIm, i) * at(bIm, i);
    const im = at(aIm, i) * at(b, i) - at(a, i) * at(bIm, i);
    a[i] = re;
    aIm[i] = -im; // conjugated, so that the forward transform below is the inverse one
  }
  fft(a, aIm);

  const referenceEnergy = energy(reference, 0, reference.length);
  let windowEnergy = energy(recording, 0, Math.min(reference.length, recording.length));
  let best: Match = { correlation: 0, offset: 0 };
  for (let offset = 0; offset + reference.length <= recording.length; offset++) {
    const norm = Math.sqrt(windowEnergy * referenceEnergy);
    const correlation = norm > 1e-9 ? at(a, offset) / size / norm : 0;
    if (correlation > best.correlation) best = { correlation, offset };
    windowEnergy += at(recording, offset + reference.length) ** 2 - at(recording, offset) ** 2;
  }
  return best;
}

function at(samples: ArrayLike<number>, index: number): number {
  return samples[index] ?? 0;
}

function padded(samples: Float32Array, size: number): Float64Array {
  const out = new Float64Array(size);
  out.set(samples);
  return out;
}

function energy(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += at(samples, i) ** 2;
  return sum;
}

/** In-place iterative radix-2 FFT; the length is a power of two. */
function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [at(re, j), at(re, i)];
      [im[i], im[j]] = [at(im, j), at(im, i)];
    }
  }
  for (let length = 2; length <= n; length <<= 1) {
    const half = length >> 1;
    const step = (-2 * Math.PI) / length;
    for (let k = 0; k < half; k++) {
      const cos = Math.cos(step * k);
      const sin = Math.sin(step * k);
      for (let i = k; i < n; i += length) {
        const xr = at(re, i + half) * cos - at(im, i + half) * sin;
        const xi = at(re, i + half) * sin + at(im, i + half) * cos;
        re[i + half] = at(re, i) - xr;
        im[i + half] = at(im, i) - xi;
        re[i] = at(re, i) + xr;
        im[i] = at(im, i) + xi;
      }
    }
  }
}
