import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/alerts.ts';
import { AppError } from '../../errors.ts';
import type { Onvif } from '../../protocols/onvif/index.ts';
import { atOf, endpointRefOf, onvifAt } from '../registry/known.ts';
import type { Audit } from '../registry/managing.ts';
import { type ReadAgainParts, readUnitAgain } from '../registry/read-again.ts';
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
    const camera = candidate.known === null ? undefined : registry.get(candidate.known);
    if (!camera || camera.onvifUrl === null || onvifAt(camera) === atOf(candidate.onvifUrl)) continue;
    if (await isStillThere(parts, camera.onvifUrl, candidate)) continue;
    await follow(parts, camera.unitKey, candidate);
  }
}

async function isStillThere({ onvif }: FollowParts, url: string, candidate: Candidate): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const ports = [Number(port) || (protocol === 'https:' ? 443 : 80)];
  const answers = await onvif.sweep({ addresses: [hostname], ports });
  return answers.some((answer) => {
    const ref = endpointRefOf(answer);
    return ref === '' || ref === candidate.key;
  });
}

async function follow(parts: FollowParts, unitKey: string, candidate: Candidate): Promise<void> {
  const { registry, alerts, log } = parts;
  const { address, onvifUrl } = candidate;
  for (const { id, name, host } of [...registry.all()].filter((camera) => camera.unitKey === unitKey)) {
    try {
      await readUnitAgain(parts, id, parts.audit(id, { before: host, after: address }), onvifUrl);
      alerts.clear('camera.impostor', unitKey);
      log.info({ camera: id, before: host, after: address }, 'a camera has another address');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn(
        { camera: id, address, code: error.code },
        'a camera could not be followed to another address',
      );
      if (error.code === 'camera.refused' || error.code === 'camera.other_unit') {
        alerts.raise('camera.impostor', unitKey, { name, address });
      }
      // The account is tried once: of a recorder the other channels are left as they are.
      return;
    }
  }
}
