import { escapeXml } from './escape.ts';
import { compose, ignore, type Message } from './library.ts';
import { amountOf, attribute, below, child, childrenOf, countOf, textOf } from './pick.ts';
import type { StreamProfile, VideoFormat } from './types.ts';
import type { XmlElement } from './xml.ts';

/** A media profile before its address is known. */
export interface ProfileFacts extends Omit<StreamProfile, 'url'> {
  /** Video source it shows. */
  source: string;
}

/** What a profile with a picture has at least one of. */
const CONFIGURATIONS = ['Configurations', 'VideoSourceConfiguration', 'VideoEncoderConfiguration'];

/** More than any recorder has: 64 channels of four streams. */
const MAX_PROFILES = 256;

export function askProfiles(media2: boolean): Message {
  return compose((cam) => cam.getProfiles(ignore), { media2 });
}

export function askStream(profile: string, media2: boolean): Message {
  const profileToken = escapeXml(profile);
  return compose((cam) => cam.getStreamUri({ protocol: 'RTSP', profileToken }, ignore), { media2 });
}

/**
 * GetProfiles of Media (ver10) or Media2 (ver20): those with a token and something of video, the others are no picture.
 * Where no profile tells of any configuration, as of a Media2 that does not know `Type`, they may all be pictures.
 */
export function readProfiles(response: XmlElement): ProfileFacts[] {
  const all = childrenOf(response, 'Profiles').slice(0, MAX_PROFILES);
  const isBare = !all.some((profile) => CONFIGURATIONS.some((name) => child(profile, name)));
  const found = new Map<string, ProfileFacts>();
  for (const profile of all) {
    const token = attribute(profile, 'token');
    const parts = child(profile, 'Configurations');
    const source = child(profile, 'VideoSourceConfiguration') ?? child(parts, 'VideoSource');
    const encoder = child(profile, 'VideoEncoderConfiguration') ?? child(parts, 'VideoEncoder');
    // A recorder of Hikvision tells of no encoder for some channels: they may stream all the same.
    if (!token || !(source || encoder || isBare) || found.has(token)) continue;
    const audio = child(profile, 'AudioEncoderConfiguration') ?? child(parts, 'AudioEncoder');
    found.set(token, {
      token,
      name: textOf(child(profile, 'Name')),
      // Some leave it out or empty: they have one lens.
      source: textOf(child(source, 'SourceToken'), 200),
      video: readFormat(encoder),
      audio: audioCodec(textOf(child(audio, 'Encoding'))),
      ptz: Boolean(child(profile, 'PTZConfiguration') ?? child(parts, 'PTZ')),
    });
  }
  return [...found.values()];
}

function readFormat(encoder: XmlElement | undefined): VideoFormat {
  const rate = child(encoder, 'RateControl');
  const bitrate = countOf(child(rate, 'BitrateLimit'));
  return {
    codec: videoCodec(textOf(child(encoder, 'Encoding'))),
    width: countOf(child(encoder, 'Resolution', 'Width')),
    height: countOf(child(encoder, 'Resolution', 'Height')),
    fps: amountOf(child(rate, 'FrameRateLimit')),
    // "No limit" is written as 2³¹−1.
    kbps: bitrate < 1_000_000 ? bitrate : 0,
  };
}

function videoCodec(encoding: string): string {
  const bare = encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (bare === 'h265' || bare === 'hevc') return 'hevc';
  if (bare === 'jpeg' || bare === 'mjpeg') return 'mjpeg';
  if (bare.startsWith('mpeg4') || bare === 'mpv4es') return 'mpeg4';
  return bare === 'h264' ? 'h264' : '';
}

/**
 * As ffmpeg calls it. Media calls both laws of G.711 by one name: A-law is the commoner, and what truly comes is seen
 * only in the stream.
 */
function audioCodec(encoding: string): string {
  const bare = encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (bare === 'g711' || bare === 'pcma') return 'pcm_alaw';
  if (bare === 'pcmu') return 'pcm_mulaw';
  if (bare === 'g726') return 'g726';
  return bare.startsWith('aac') || bare.startsWith('mp4alatm') || bare === 'mpeg4generic' ? 'aac' : '';
}

/** Address of a stream; '' where there is none. */
export function readUri(response: XmlElement): string {
  const uri = [...below(response, 'Uri')][0];
  return uri && uri.text.length <= 1_000 ? uri.text : '';
}
