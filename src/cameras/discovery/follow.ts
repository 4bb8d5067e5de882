import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/alerts.ts';
import { AppError } from '../../errors.ts';
import type { Onvif } from '../../protocols/onvif/index.ts';
import type { Camera } from '../parts.ts';
import { atOf, endpointRefOf, onvifAt } from '../registry/known.ts';
import type { Audit } from '../registry/managing.ts';
import { moveUnit, type ReadAgainParts } from '../registry/read-again.ts';
import type { Candidate } from './schemas.ts';

export interface FollowParts extends ReadAgainParts {
  onvif: Pick<Onvif, 'connect' | 'sweep'>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  /** The box itself has done it. */
  audit(cameraId: string, details: object): Audit;
  log: FastifyBaseLogger;
}

/**
 * A known unit that answers from another address (DHCP has given it a new one) is followed there: where its old
 * address is silent or somebody else's, and where the one at the new address takes the unit's account and has its
 * serial number. Any machine can call itself by another's name: one that fails this is told of, and nothing changes.
 */
export async function followMoved(parts: FollowParts, found: readonly Candidate[]): Promise<void> {
  const { registry } = parts;
  for (const candidate of found) {
    const known = candidate.known === null ? undefined : registry.get(candidate.known);
    if (!known) continue;
    const cameras = [...registry.all()].filter(({ unitKey }) => unitKey === known.unitKey);
    const elsewhere = cameras.find((camera) => onvifAt(camera) !== atOf(candidate.onvifUrl));
    if (!elsewhere || elsewhere.onvifUrl === null) continue;
    if (await isStillThere(parts, elsewhere.onvifUrl, candidate)) continue;
    await follow(parts, known, cameras, candidate);
  }
}

async function isStillThere({ onvif }: FollowParts, url: string, candidate: Candidate): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const ports = [Number(port) || (protocol === 'https:' ? 443 : 80)];
  const answers = await onvif.sweep({ addresses: [hostname], ports });
  const own = endpointRefOf(candidate);
  return answers.some((answer) => {
    const ref = endpointRefOf(answer);
    // What says nothing of itself may be the same.
    return ref === '' || own === '' || ref === own;
  });
}

async function follow(
  parts: FollowParts,
  { id, unitKey, name }: Camera,
  cameras: readonly Camera[],
  { address, onvifUrl }: Candidate,
): Promise<void> {
  const { alerts, log } = parts;
  try {
    await moveUnit(parts, cameras, onvifUrl, ({ id, host }) =>
      parts.audit(id, { before: host, after: address }),
    );
    alerts.clear('camera.impostor', unitKey);
    log.info({ cameras: cameras.map((one) => one.id), after: address }, 'a camera has another address');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ camera: id, address, code: error.code }, 'a camera could not be followed to another address');
    if (error.code === 'camera.refused' || error.code === 'camera.other_unit') {
      alerts.raise('camera.impostor', unitKey, { name, address });
    }
  }
}
