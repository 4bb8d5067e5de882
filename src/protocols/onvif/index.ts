/**
 * ONVIF as a client: discover() and sweep() find devices, connect() reads and steers one, pullPoint() hears its
 * events. All four survive any answer: see README.md for what is guarded and how. The package `onvif` is loaded with
 * the first camera: a station without any does not carry its 4 MB.
 */
import type { AnybodyOptions } from './anybody.ts';
import type { FoundDevice, Onvif, SweepOptions } from './types.ts';

/** See anybody.ts. */
export async function tellsAnybody(options: AnybodyOptions): Promise<boolean> {
  return (await import('./anybody.ts')).tellsAnybody(options);
}

/** See connect.ts. */
export const connect: Onvif['connect'] = async (options) => (await import('./connect.ts')).connect(options);

/** See sweep.ts. */
export async function sweep(options: SweepOptions): Promise<FoundDevice[]> {
  return (await import('./sweep.ts')).sweep(options);
}

export { discover } from './discover.ts';
export { OnvifError, type OnvifErrorKind } from './error.ts';
export { pullPoint } from './pull-point.ts';
export { rangeAddresses } from './range.ts';
export type * from './types.ts';
