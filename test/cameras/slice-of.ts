import { Value } from 'typebox/value';
import { CamerasSettings } from '../../src/cameras/config.ts';
import { createSlice, type Slice } from '../../src/cameras/slice.ts';
import type { Onvif } from '../../src/protocols/onvif/index.ts';
import { type Station, startStation } from '../harness.ts';

type Teardown = Parameters<typeof startStation>[0];

/** The parts of the slice on a real station, asking these cameras. */
export async function startSlice(t: Teardown, onvif: Onvif): Promise<{ station: Station; slice: Slice }> {
  const station = await startStation(t);
  const slice = createSlice(station.app, () => Value.Create(CamerasSettings), onvif);
  slice.registry.load(station.app.log);
  t.teardown(() => slice.stop());
  return { station, slice };
}

/** Looks for cameras and waits for the end of it. */
export async function searchAll(slice: Slice): Promise<void> {
  slice.search.prepare({})();
  await slice.search.settled();
}
