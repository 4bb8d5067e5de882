import { isIPv4 } from 'node:net';
import { AppError, invalid } from '../../errors.ts';
import type { Onvif } from '../../protocols/onvif/index.ts';
import type { Camera } from '../parts.ts';
import { addUnit } from './adding.ts';
import { asking } from './camera-error.ts';
import { endpointRefOf } from './known.ts';
import { type Audit, type Managing, unknownProfile } from './managing.ts';
import { readOnvifUrl } from './onvif-url.ts';
import { type ReadingParts, readUnit } from './reading.ts';
import type { Registry } from './registry.ts';
import { rtspOnly } from './rtsp-only.ts';
import type { NewCamera } from './schemas.ts';

export interface ByHandParts extends ReadingParts {
  onvif: Pick<Onvif, 'connect' | 'sweep'>;
  registry: Registry;
  managing: Managing;
}

/**
 * Adds what an officer has typed: a camera by its RTSP address, which is not asked anything, or a unit by its host,
 * which is asked once with this account. Throws `input.invalid`, `camera.*`, `device.name_taken`.
 */
export async function addByHand(parts: ByHandParts, input: NewCamera, audit: Audit): Promise<Camera[]> {
  const { registry, managing, profiles } = parts;
  const { name, url, host, profile, place, note, owner, ownerName, conformity } = input;
  if (profile !== undefined && !profiles.has(profile)) throw unknownProfile();
  const said = Object.fromEntries(
    Object.entries({ place, note, owner, ownerName, conformity }).filter(([, value]) => value !== undefined),
  );
  if (url !== undefined) return [managing.add(rtspOnly({ ...input, url }), said, audit)];
  if (host === undefined)
    throw invalid('url', 'cần địa chỉ RTSP hoặc địa chỉ camera', 'an RTSP address or a host is needed');
  const account =
    input.username === undefined ? null : { username: input.username, password: input.password ?? '' };
  const service = await serviceAt(parts, host);
  const reading = await asking(readUnit(parts, { url: service.url, account, profile }));
  const unit = { ...service, account, reading, name, zoneId: input.zoneId ?? null, said };
  const { added, known } = addUnit(registry, managing, unit, audit);
  if (added.length === 0) throw new AppError('camera.known', { name: known[0]?.name ?? name });
  return added;
}

/** Where no port was typed, the ports at which ONVIF usually answers are asked, without the account. */
async function serviceAt(
  { onvif }: ByHandParts,
  typed: string,
): Promise<{ url: string; endpointRef: string }> {
  const { url, host, hasPort } = readOnvifUrl(typed);
  if (hasPort || !isIPv4(host)) return { url, endpointRef: '' };
  const [found] = await onvif.sweep({ addresses: [host] });
  return found ? { url: found.url, endpointRef: endpointRefOf(found) } : { url, endpointRef: '' };
}
