import type { FoundDevice } from '../../protocols/onvif/index.ts';
import type { Camera } from '../parts.ts';
import { shortText } from '../registry/from-camera.ts';
import { atOf, endpointRefOf, type Traits } from '../registry/known.ts';
import type { Likeness } from '../registry/recognise.ts';
import type { Candidate } from './schemas.ts';

/** What a found device says of itself; nothing of it is proven. Whether it is known changes, the rest does not. */
export interface Description {
  shown: Omit<Candidate, 'known'>;
  traits: Traits;
}

export function describeDevice(
  device: FoundDevice,
  neighbours: ReadonlyMap<string, string>,
  recognise: (likeness: Likeness) => string,
): Description {
  const mac = neighbours.get(device.address);
  const macs = mac === undefined ? [] : [mac];
  const maker = shortText(device.maker, 100);
  const model = shortText(device.hardware, 100);
  const name = shortText(device.name, 100);
  return {
    traits: { endpointRef: endpointRefOf(device), maker, serial: '', macs, at: atOf(device.url) },
    shown: {
      key: device.key,
      name,
      maker,
      model,
      address: device.address,
      interface: device.interface,
      onvifUrl: device.url,
      macs,
      // Many give their maker in the name only.
      profile: recognise({ maker: maker || name, model: model || name, macs }),
      elsewhere: device.elsewhere,
    },
  };
}

/** With the camera that it already is. */
export function candidateOf({ shown, traits }: Description, unitOf: (traits: Traits) => Camera[]): Candidate {
  return { ...shown, known: unitOf(traits)[0]?.id ?? null };
}
