import type { CameraStream, StreamRole } from '../schemas.ts';

/** Stands for a password inside the address of a stream. */
export const SECRET = '***';

/** Some makers (Xiongmai and its many names) give addresses like `/user=admin_password=tlJwpbo6_channel=1…`. */
const PASSWORD = /([/?&_;](?:password|passwd|pwd|pass)=)([^&_/?;#]*)/i;

/** The streams as they may be shown and stored, and the passwords that were in their addresses. */
export function hideSecrets(streams: readonly CameraStream[]): {
  streams: CameraStream[];
  inUrls: Partial<Record<StreamRole, string>>;
} {
  const inUrls: Partial<Record<StreamRole, string>> = {};
  const shown = streams.map((stream) => ({
    ...stream,
    url: stream.url.replace(PASSWORD, (_whole, key: string, password: string) => {
      inUrls[stream.role] = password;
      return `${key}${SECRET}`;
    }),
  }));
  return { streams: shown, inUrls };
}

/** The address with which the stream is opened. */
export function revealSecret(
  stream: CameraStream,
  inUrls: Partial<Record<StreamRole, string>>,
): CameraStream {
  const password = inUrls[stream.role];
  if (password === undefined) return stream;
  return { ...stream, url: stream.url.replace(PASSWORD, (_whole, key: string) => `${key}${password}`) };
}
