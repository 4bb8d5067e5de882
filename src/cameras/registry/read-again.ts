import { AppError } from '../../errors.ts';
import { hostIn } from '../../protocols/url-host.ts';
import type { Camera } from '../parts.ts';
import { asking } from './camera-error.ts';
import type { Audit, Managing, Reread } from './managing.ts';
import { type ReadingParts, readUnit, type UnitReading } from './reading.ts';
import type { Registry } from './registry.ts';

export interface ReadAgainParts extends ReadingParts {
  registry: Registry;
  managing: Managing;
}

/**
 * Asks a camera for everything anew and keeps what it says. The profile stays: an officer may have chosen it. Throws
 * `camera.*`; `camera.other_unit` where another answers.
 */
export async function readUnitAgain(parts: ReadAgainParts, id: string, audit: Audit): Promise<void> {
  const camera = parts.registry.get(id);
  if (!camera) throw new AppError('item.not_found');
  if (camera.onvifUrl === null) throw new AppError('camera.rtsp_only');
  const url = camera.onvifUrl;
  const reading = await readSame(parts, camera, url);
  const said = saidOf(parts, camera, reading, url);
  if (!said.streams) throw new AppError('camera.no_stream');
  parts.managing.reread([{ id, said, audit }]);
}

/**
 * Asks a unit once at another address, and takes all its channels there together; one that shows no picture at the
 * moment keeps its streams, at the new address. Throws as readUnitAgain() does, and then nothing has changed.
 */
export async function moveUnit(
  parts: ReadAgainParts,
  cameras: readonly Camera[],
  url: string,
  audit: (camera: Camera) => Audit,
): Promise<void> {
  const [first] = cameras;
  if (!first) return;
  const reading = await readSame(parts, first, url);
  // Some may have been removed while it was asked.
  const there = cameras.filter(({ id }) => parts.registry.get(id) !== undefined);
  parts.managing.reread(
    there.map((camera) => {
      const said = saidOf(parts, camera, reading, url);
      return {
        id: camera.id,
        said: { streams: movedStreams(parts, camera, url), ...said },
        audit: audit(camera),
      };
    }),
  );
}

async function readSame(parts: ReadAgainParts, camera: Camera, url: string): Promise<UnitReading> {
  const account = parts.registry.account(camera.id) ?? null;
  // Nobody has asked that it be tried elsewhere: there a refused account stays where it is.
  const of = { camera: camera.id, insists: url === camera.onvifUrl };
  const reading = await asking(readUnit(parts, { url, account, profile: camera.profile, of }));
  if (camera.serial && reading.serial !== camera.serial) throw new AppError('camera.other_unit');
  return reading;
}

/** What the reading says of this channel; without streams where it does not know the channel. */
function saidOf({ registry }: ReadAgainParts, camera: Camera, reading: UnitReading, url: string): Reread {
  const { macs, channels, ...unit } = reading;
  const [only, ...others] = channels;
  const isOnly = [...registry.all()].filter(({ unitKey }) => unitKey === camera.unitKey).length === 1;
  const channel =
    channels.find(({ token }) => token === camera.channel) ??
    // Another firmware may call the only lens by another name.
    (isOnly && others.length === 0 ? only : undefined);
  const host = hostIn(url);
  return {
    ...unit,
    profile: camera.profile,
    macs,
    host,
    onvifUrl: url,
    addresses: [host],
    ...(channel && { channel: channel.token, streams: channel.streams, ptz: channel.ptz }),
  };
}

function movedStreams({ registry }: ReadAgainParts, { id, streams }: Camera, url: string) {
  const { hostname } = new URL(url);
  return streams.map((stream) => {
    const { url: from } = registry.stream(id, stream.role) ?? stream;
    return {
      ...stream,
      url: from.replace(/^(rtsps?:\/\/)(\[[^\]]*\]|[^/:?]+)/i, (_all, scheme) => scheme + hostname),
    };
  });
}
