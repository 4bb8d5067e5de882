import { nameKey } from '../../names.ts';
import { hostIn } from '../../protocols/url-host.ts';
import type { Account, Camera } from '../parts.ts';
import { atOf, knownUnit, unitKeyOf } from './known.ts';
import type { Audit, Managing, Said } from './managing.ts';
import { freeName } from './naming.ts';
import type { UnitReading } from './reading.ts';
import type { Registry } from './registry.ts';

export interface NewUnit {
  /** Device service. */
  url: string;
  /** '' where it was not found by WS-Discovery. */
  endpointRef: string;
  account: Account | null;
  reading: UnitReading;
  /** What the officer calls it; '' leaves it to the box. */
  name: string;
  zoneId: string | null;
  said?: Said;
}

/**
 * Adds every channel of a unit that is not there yet: a camera each, all with the unit's key. What is known of the
 * unit stays as it is.
 */
export function addUnit(
  registry: Registry,
  managing: Managing,
  { url, endpointRef, account, reading, name, zoneId, said = {} }: NewUnit,
  audit: Audit,
): { added: Camera[]; known: Camera[] } {
  const { profile, maker, model, firmware, serial, macs, channels } = reading;
  const host = hostIn(url);
  const traits = { endpointRef, maker, serial, macs, at: atOf(url) };
  const known = knownUnit(registry, traits);
  const unitKey = known[0]?.unitKey ?? unitKeyOf(registry, traits);
  const isRecorder = channels.length > 1;
  const added: Camera[] = [];
  for (const { token, number, streams, ptz } of channels) {
    // Also of the only lens: a recorder may get others.
    if (known.some((camera) => camera.channel === token || !isRecorder)) continue;
    const taken = new Set([...registry.all()].map((camera) => nameKey(camera.name)));
    const naming = { wanted: name, maker, model, host, channel: isRecorder ? number : null };
    added.push(
      managing.add(
        {
          name: freeName(naming, taken),
          zoneId,
          profile,
          host,
          onvifUrl: url,
          unitKey,
          endpointRef,
          channel: token,
          maker,
          model,
          firmware,
          serial,
          macs,
          streams,
          ptz,
          account,
        },
        said,
        audit,
      ),
    );
  }
  return { added, known };
}
