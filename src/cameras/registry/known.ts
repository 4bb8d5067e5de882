import type { Camera } from '../parts.ts';
import type { Registry } from './registry.ts';

/** By what a unit can be told from others; '' and [] where it is not known. */
export interface Traits {
  endpointRef: string;
  maker: string;
  serial: string;
  macs: readonly string[];
  /** `host:port` at which ONVIF answers. */
  at: string;
}

/** A serial number of a few characters, or of one repeated, is none: cheap cameras all have the same. */
const isSerial = (serial: string) => serial.length >= 6 && new Set(serial).size > 2;

/**
 * The cameras of the unit that has these traits: by MAC address, endpoint reference, serial number, and last by
 * where it answers, unless what is known for certain speaks against it. Empty for a unit that is new.
 */
export function knownUnit(registry: Registry, traits: Traits): Camera[] {
  return unitFinder(registry)(traits);
}

/** The same for many units in one turn: each looks at the cameras only that share something with it. */
export function unitFinder(registry: Registry): (traits: Traits) => Camera[] {
  const all = [...registry.all()];
  const by = (traitsOf: (camera: Camera) => readonly string[]) => {
    const found = new Map<string, Camera[]>();
    for (const camera of all) {
      for (const trait of traitsOf(camera)) {
        if (trait !== '') found.set(trait, [...(found.get(trait) ?? []), camera]);
      }
    }
    return (trait: string): readonly Camera[] => found.get(trait) ?? [];
  };
  const byMac = by(({ id }) => macsOf(registry, id));
  const byReference = by(({ id }) => [registry.row(id)?.endpointRef ?? '']);
  const bySerial = by(({ serial }) => [serial]);
  const byPlace = by((camera) => [onvifAt(camera)]);
  const byUnit = by(({ unitKey }) => [unitKey]);
  return (traits) => {
    const isSame = (camera: Camera) => !differs(registry, camera, traits);
    const one =
      traits.macs.flatMap(byMac)[0] ??
      byReference(traits.endpointRef).find((c) => sameReference(registry, c, traits) && isSame(c)) ??
      bySerial(traits.serial).find((camera) => sameSerial(camera, traits) && isSame(camera)) ??
      byPlace(traits.at).find(isSame);
    return one ? [...byUnit(one.unitKey)] : [];
  };
}

/** The endpoint reference of a found device; '' where it gave none, or one that others have too. */
export function endpointRefOf({ key, address }: { key: string; address: string }): string {
  return key.startsWith('address:') || key.endsWith(`@${address}`) ? '' : key;
}

/** `host:port` of its ONVIF service; '' for RTSP only. */
export function onvifAt({ onvifUrl }: Pick<Camera, 'onvifUrl'>): string {
  return onvifUrl === null ? '' : atOf(onvifUrl);
}

export function atOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** The key under which a new unit is stored: one that no other has, since factories repeat themselves. */
export function unitKeyOf(registry: Registry, { endpointRef, maker, serial, at }: Traits): string {
  const keys = [endpointRef, isSerial(serial) ? `serial:${maker}/${serial}`.toLowerCase() : ''].filter(
    (key) => key !== '',
  );
  const taken = new Set([...registry.all()].map(({ unitKey }) => unitKey));
  return keys.find((key) => !taken.has(key)) ?? `host:${at}`;
}

function sameReference(registry: Registry, { id }: Camera, { endpointRef }: Traits): boolean {
  return endpointRef !== '' && registry.row(id)?.endpointRef === endpointRef;
}

function sameSerial(camera: Camera, { maker, serial }: Traits): boolean {
  return isSerial(serial) && camera.serial === serial && camera.maker.toLowerCase() === maker.toLowerCase();
}

/** They cannot be one unit, though something about them is the same. */
function differs(registry: Registry, camera: Camera, traits: Traits): boolean {
  const { endpointRef } = registry.row(camera.id) ?? {};
  if (endpointRef && traits.endpointRef && endpointRef !== traits.endpointRef) return true;
  if (isSerial(camera.serial) && isSerial(traits.serial) && camera.serial !== traits.serial) return true;
  const macs = macsOf(registry, camera.id);
  return macs.length > 0 && traits.macs.length > 0 && !shareMac(macs, traits.macs);
}

const macsOf = (registry: Registry, id: string) => registry.device(id)?.macs ?? [];

function shareMac(some: readonly string[], others: readonly string[]): boolean {
  return some.some((mac) => others.includes(mac));
}
