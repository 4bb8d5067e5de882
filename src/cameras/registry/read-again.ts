import { AppError } from '../../errors.ts';
import { asking } from './camera-error.ts';
import type { Audit, Managing } from './managing.ts';
import { type ReadingParts, readUnit } from './reading.ts';
import type { Registry } from './registry.ts';

export interface ReadAgainParts extends ReadingParts {
  registry: Registry;
  managing: Managing;
}

/**
 * Asks a camera for everything anew, at its own address or at the one given, and keeps what it says. The profile
 * stays: an officer may have chosen it. Throws `camera.*`; `camera.other_unit` where another answers.
 * @param at where it may be now, which nobody has asked for: then a refused account stays where it is
 */
export async function readUnitAgain(
  parts: ReadAgainParts,
  id: string,
  audit: Audit,
  at?: string,
): Promise<void> {
  const { registry, managing } = parts;
  const before = registry.get(id);
  if (!before) throw new AppError('item.not_found');
  const url = at ?? before.onvifUrl;
  if (url === null) throw new AppError('camera.rtsp_only');
  const account = registry.account(id) ?? null;
  const { macs, channels, ...said } = await asking(
    readUnit(parts, {
      url,
      account,
      profile: before.profile,
      of: { camera: id, insists: at === undefined },
    }),
  );
  if (before.serial && said.serial !== before.serial) throw new AppError('camera.other_unit');
  const channel =
    channels.find(({ token }) => token === before.channel) ??
    (before.channel === '' ? channels[0] : undefined);
  if (!channel) throw new AppError('camera.no_stream');
  const { streams, ptz } = channel;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  managing.reread(id, { ...said, macs, streams, ptz, host, onvifUrl: url, addresses: [host] }, audit);
}
