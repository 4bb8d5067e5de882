import { type AppError, invalid } from '../../errors.ts';
import { takeSecrets } from '../../protocols/url-secrets.ts';
import type { Account } from '../parts.ts';
import type { CameraStream, StreamRole } from '../schemas.ts';
import type { Found } from './managing.ts';
import { readRtspUrl } from './rtsp-url.ts';
import type { NewCamera } from './schemas.ts';

/** One stream by its pasted address; codec and size show once it has been opened. */
export function handStream(
  role: StreamRole,
  text: string,
  field: string,
): { stream: CameraStream; host: string; account: Account | null } {
  const { url, host, account } = readRtspUrl(text, field);
  const unknown = { token: '', video: '', width: 0, height: 0, fps: 0, kbps: 0, audio: '' };
  return { stream: { role, url, ...unknown }, host, account };
}

/** Several cameras may stand behind one address: each stream is a camera of its own. Without the secrets in it. */
export function unitKeyOfStream(url: string): string {
  return takeSecrets(url).shown;
}

/** The two streams would be of two cameras. */
export function otherHost(): AppError {
  return invalid(
    'subUrl',
    'phải cùng camera với luồng chính',
    'it must be of the same camera as the main stream',
  );
}

/** A camera of which only RTSP addresses are known. An account typed in a field of its own comes first. */
export function rtspOnly(input: NewCamera & { url: string }): Found {
  const main = handStream('main', input.url, 'url');
  const sub = input.subUrl ? handStream('sub', input.subUrl, 'subUrl') : undefined;
  if (sub && sub.host !== main.host) throw otherHost();
  const typed =
    input.username === undefined ? null : { username: input.username, password: input.password ?? '' };
  return {
    name: input.name,
    zoneId: input.zoneId ?? null,
    profile: input.profile ?? 'generic',
    host: main.host,
    onvifUrl: null,
    unitKey: unitKeyOfStream(main.stream.url),
    endpointRef: '',
    channel: '',
    maker: '',
    model: '',
    firmware: '',
    serial: '',
    ptz: false,
    macs: [],
    streams: sub ? [main.stream, sub.stream] : [main.stream],
    account: typed ?? main.account ?? sub?.account ?? null,
  };
}
