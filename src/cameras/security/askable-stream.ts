import { holdsSecret } from '../../protocols/url-secrets.ts';
import type { Camera } from '../parts.ts';

/**
 * The address of a stream that can be asked for with another account, or with none; undefined where there is none.
 * Where the password is in the address itself, an answer would say nothing of other accounts.
 */
export function askableStream({ streams }: Pick<Camera, 'streams'>): string | undefined {
  return streams.find(({ url }) => url.startsWith('rtsp:') && !holdsSecret(url))?.url;
}
