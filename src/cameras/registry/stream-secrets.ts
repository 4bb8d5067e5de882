import { putSecrets, takeSecrets } from '../../protocols/url-secrets.ts';
import type { CameraStream, StreamRole } from '../schemas.ts';

/** What was taken out of the addresses, in its order. */
export type StreamSecrets = Partial<Record<StreamRole, string[]>>;

/** The streams as they may be shown and stored, and the passwords that were in their addresses. */
export function hideSecrets(streams: readonly CameraStream[]): {
  streams: CameraStream[];
  inUrls: StreamSecrets;
} {
  const inUrls: StreamSecrets = {};
  const hidden = streams.map((stream) => {
    const { shown, secrets } = takeSecrets(stream.url);
    if (secrets.length > 0) inUrls[stream.role] = secrets;
    return { ...stream, url: shown };
  });
  return { streams: hidden, inUrls };
}

/** The address with which the stream is opened. */
export function revealSecret(stream: CameraStream, inUrls: StreamSecrets): CameraStream {
  return { ...stream, url: putSecrets(stream.url, inUrls[stream.role] ?? []) };
}
