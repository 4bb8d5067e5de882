/** It answered 403: what that means is for the account gate to say. No code of reasons.ts. */
export const FORBIDDEN = 'camera.forbidden';

/** It is the same camera, and its stream another: begun anew at once, which is no loss. */
const CHANGED = 'camera.changed';

/** What the end of an ffmpeg means, from what it said: a code of reasons.ts. First match counts. */
const SIGNS: readonly [pattern: RegExp, reason: string][] = [
  [/\b401 Unauthorized|authorization failed/i, 'camera.refused'],
  [/\b403 Forbidden|access denied/i, FORBIDDEN],
  [
    /\b(404 Not Found|400 Bad Request|454 Session|461 Unsupported|5XX Server Error|4XX Client Error)/i,
    'camera.no_stream',
  ],
  [
    /Connection refused|No route to host|Network is unreachable|Name or service not known/i,
    'camera.unreachable',
  ],
  [/Failed to resolve hostname|Temporary failure in name resolution/i, 'camera.unreachable'],
  [
    /Connection timed out|Connection reset|Broken pipe|Input\/output error|Immediate exit/i,
    'camera.unreachable',
  ],
  // Its times have leapt back, since its clock was set (FFmpeg 5.1, movenc.c).
  [/Assertion next_dts/, CHANGED],
  [/could not find codec parameters|matches no streams|not contain any stream/i, 'camera.no_stream'],
];

/** What may be said of a camera that has sent pictures. */
const AFTER_PICTURES: readonly string[] = ['camera.refused', FORBIDDEN, CHANGED];

/**
 * @param stderr what ffmpeg said
 * @param ran pictures had come before: then it is the camera that has gone, whatever the last words
 */
export function reasonOf(stderr: string, ran: boolean): string {
  const found = SIGNS.find(([pattern]) => pattern.test(stderr))?.[1];
  if (ran) return found !== undefined && AFTER_PICTURES.includes(found) ? found : 'camera.unreachable';
  return found ?? 'camera.unreachable';
}
