import { mediaUrl } from './address.ts';
import type { ServiceUrls } from './device.ts';
import { OnvifError } from './error.ts';
import type { Message } from './library.ts';
import { askProfiles, askStream, type ProfileFacts, readProfiles, readUri } from './media.ts';
import type { StreamProfile, VideoChannel } from './types.ts';
import type { XmlElement } from './xml.ts';

type Call = (message: Message) => Promise<XmlElement>;

/** Streams asked for at once: small cameras answer one thing after another and forget the rest. */
const PARALLEL = 2;

/**
 * The channels with their streams, largest picture first. Media2 first, since only it tells of H.265; Media where that
 * fails or has none (a D-Link lists Media2 and cannot speak it).
 */
export async function readVideo(call: Call, services: ServiceUrls, host: string): Promise<VideoChannel[]> {
  const { profiles, streams } = await findStreams(call, services, host);
  const channels = new Map<string, VideoChannel>();
  const sources = new Set(profiles.map(({ source }) => source).filter((source) => source !== ''));
  // Whoever does not say which lens it shows shows the only one.
  const usual = sources.size === 1 ? [...sources][0] : '';
  for (const [index, profile] of streams.entries()) {
    const token = (profiles[index]?.source || usual) ?? '';
    const channel = channels.get(token) ?? { token, name: '', profiles: [] };
    channel.name ||= profile.name;
    channel.profiles.push(profile);
    channels.set(token, channel);
  }
  const pixels = ({ video }: StreamProfile) => video.width * video.height;
  for (const channel of channels.values()) channel.profiles.sort((a, b) => pixels(b) - pixels(a));
  return [...channels.values()];
}

interface Found {
  profiles: ProfileFacts[];
  /** Of each profile, in the same order. */
  streams: StreamProfile[];
}

async function findStreams(call: Call, services: ServiceUrls, host: string): Promise<Found> {
  const { media2, profiles } = await findProfiles(call, services);
  const found = await streamsOf(call, profiles, media2, host);
  if (!media2 || !services.media || found.streams.some(({ url }) => url !== '')) return found;
  // Media2 tells of profiles and has an address for none: the older service has (agsh/onvif#287).
  try {
    const older = await streamsOf(call, readProfiles(await call(askProfiles(false))), false, host);
    return older.streams.some(({ url }) => url !== '') ? older : found;
  } catch (error) {
    if (error instanceof OnvifError && error.kind === 'fault') return found;
    throw error;
  }
}

async function streamsOf(
  call: Call,
  profiles: ProfileFacts[],
  media2: boolean,
  host: string,
): Promise<Found> {
  const streams = await inTurn(profiles, async (facts) =>
    streamOf(facts, await uriOf(call, facts, media2), host),
  );
  return { profiles, streams };
}

async function findProfiles(
  call: Call,
  services: ServiceUrls,
): Promise<{ media2: boolean; profiles: ProfileFacts[] }> {
  if (services.media2) {
    try {
      const profiles = readProfiles(await call(askProfiles(true)));
      if (profiles.length > 0 || !services.media) return { media2: true, profiles };
    } catch (error) {
      const deaf = error instanceof OnvifError && ['fault', 'malformed', 'not_onvif'].includes(error.kind);
      if (!deaf || !services.media) throw error;
    }
  }
  return { media2: false, profiles: readProfiles(await call(askProfiles(false))) };
}

/** '' where it has none for this profile: the others may still be watched. */
async function uriOf(call: Call, { token }: ProfileFacts, media2: boolean): Promise<string> {
  try {
    return readUri(await call(askStream(token, media2)));
  } catch (error) {
    if (error instanceof OnvifError && (error.kind === 'fault' || error.kind === 'malformed')) return '';
    throw error;
  }
}

function streamOf({ source: _, ...facts }: ProfileFacts, uri: string, host: string): StreamProfile {
  return { ...facts, url: mediaUrl(uri, host) ?? '' };
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += PARALLEL) {
    results.push(...(await Promise.all(items.slice(at, at + PARALLEL).map(work))));
  }
  return results;
}
