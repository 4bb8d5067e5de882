/** The value below which `share` (0 … 1) of the samples lie, by the nearest rank; NaN for no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** As `percentile` of 99 %, and NaN where any sample is none: what never happened is not to be left out. */
export function p99(samples: readonly number[]): number {
  return samples.every(Number.isFinite) ? percentile(samples, 0.99) : Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
