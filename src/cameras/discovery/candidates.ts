import type { FoundDevice } from '../../protocols/onvif/index.ts';
import { shortText } from '../registry/from-camera.ts';
import { atOf, endpointRefOf, knownUnit } from '../registry/known.ts';
import type { CameraProfile } from '../registry/profile.ts';
import { recogniseProfile } from '../registry/recognise.ts';
import type { Registry } from '../registry/registry.ts';
import type { Candidate } from './schemas.ts';

/** A found device with what can be told of it; nothing of it is proven. */
export function candidateOf(
  device: FoundDevice,
  neighbours: ReadonlyMap<string, string>,
  registry: Registry,
  profiles: ReadonlyMap<string, CameraProfile>,
): Candidate {
  const mac = neighbours.get(device.address);
  const macs = mac === undefined ? [] : [mac];
  const maker = shortText(device.maker, 100);
  const model = shortText(device.hardware, 100);
  const name = shortText(device.name, 100);
  const traits = { endpointRef: endpointRefOf(device), maker, serial: '', macs, at: atOf(device.url) };
  return {
    key: device.key,
    name,
    maker,
    model,
    address: device.address,
    interface: device.interface,
    onvifUrl: device.url,
    macs,
    // Many give their maker in the name only.
    profile: recogniseProfile(profiles, { maker: maker || name, model: model || name, macs }),
    elsewhere: device.elsewhere,
    known: knownUnit(registry, traits)[0]?.id ?? null,
  };
}
