import type { StreamProfile, VideoChannel } from '../../protocols/onvif/index.ts';
import type { CameraStream, StreamRole } from '../schemas.ts';
import { shortText } from './from-camera.ts';
import type { CameraProfile } from './profile.ts';
import { readRtspUrl } from './rtsp-url.ts';

/** A wall needs no more, and the browser must be able to decode it. */
const SUB_WIDEST = 1280;
const TOKEN_MAX = 200;
const DEFAULT_RTSP_PORT = 554;

/**
 * The two streams of a channel that the box uses: the largest picture, and for the wall one that is smaller, H.264
 * rather than H.265, which browsers hardly play. What ONVIF gives no address for is taken from the profile.
 * @param number counts the channels of the unit from 1
 */
export function streamsOf(
  channel: Pick<VideoChannel, 'profiles'>,
  number: number,
  host: string,
  profile: CameraProfile | undefined,
): CameraStream[] {
  const usable = channel.profiles.filter(
    ({ url, token, video }) => isRtsp(url) && token.length <= TOKEN_MAX && video.codec !== 'mjpeg',
  );
  const [main, ...others] = usable.toSorted((a, b) => area(b) - area(a));
  if (!main) return fromProfile(number, host, profile);
  const sub = others
    .filter((other) => area(other) < area(main) || area(main) === 0)
    .toSorted(bySuitability)[0];
  return [streamOf('main', main), ...(sub ? [streamOf('sub', sub)] : [])];
}

/** By the templates of the maker's profile. */
export function fromProfile(
  number: number,
  host: string,
  profile: CameraProfile | undefined,
): CameraStream[] {
  if (!profile?.rtsp) return [];
  const { port, main, sub } = profile.rtsp;
  const at = host.includes(':') ? `[${host}]` : host;
  const unknown = { token: '', video: '', width: 0, height: 0, fps: 0, kbps: 0, audio: '' };
  const paths: [StreamRole, string | null][] = [
    ['main', main],
    ['sub', sub],
  ];
  return paths.flatMap(([role, path]) => {
    // A path without a channel is that of a camera: it leads to none of a recorder's others.
    if (path === null || (number > 1 && !path.includes('{channel'))) return [];
    const filled = path
      .replaceAll('{channel2}', String(number).padStart(2, '0'))
      .replaceAll('{channel}', String(number));
    const url = `rtsp://${at}${port === DEFAULT_RTSP_PORT ? '' : `:${port}`}${filled}`;
    return [{ role, url, ...unknown }];
  });
}

const area = ({ video }: StreamProfile) => video.width * video.height;

function bySuitability(a: StreamProfile, b: StreamProfile): number {
  return points(b) - points(a) || area(b) - area(a);
}

function points({ video }: StreamProfile): number {
  return 2 * Number(video.codec === 'h264') + Number(video.width <= SUB_WIDEST);
}

function isRtsp(url: string): boolean {
  try {
    readRtspUrl(url);
    return true;
  } catch {
    return false;
  }
}

function streamOf(role: StreamRole, { token, url, video, audio }: StreamProfile): CameraStream {
  return {
    role,
    url: readRtspUrl(url).url,
    token,
    video: shortText(video.codec, 20),
    width: whole(video.width),
    height: whole(video.height),
    fps: Number.isFinite(video.fps) ? Math.max(0, video.fps) : 0,
    kbps: whole(video.kbps),
    audio: shortText(audio, 20),
  };
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}
