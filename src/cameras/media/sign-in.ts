import { isDigest, readChallenges } from '../../protocols/http-auth.ts';
import { describeStream } from '../../protocols/rtsp-describe.ts';

const ASK_MS = 5_000;

/**
 * Whether a camera that has refused ffmpeg wants a digest that ffmpeg does not know: it answers MD5 only, takes the last
 * challenge of several, and where that is of another kind it sends no account at all (FFmpeg 5.1 to 7; Hikvision V5.8.5
 * can be set to SHA-256 alone: AlexxIT/go2rtc#2344). Asks without the account.
 */
export async function wantsOtherDigest(url: string, signal: AbortSignal): Promise<boolean> {
  if (!url.startsWith('rtsp:')) return false;
  const { challenges } = await describeStream(url, { timeoutMs: ASK_MS, signal });
  const last = readChallenges(challenges).findLast(isDigest);
  return last !== undefined && last.hash !== 'md5';
}
