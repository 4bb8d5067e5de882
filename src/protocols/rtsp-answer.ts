import { messageAt, type RtspMessage } from './rtsp-reader.ts';

/**
 * Reads one RTSP answer off the bytes that have come so far. `more`: it is not whole yet · `broken`: it never will be,
 * or is too long. The body is waited for too, so that the next answer begins where it should. RFC 2326 7.
 */
export function readRtspAnswer(bytes: Buffer): RtspMessage | 'more' | 'broken' {
  const begin = bytes.subarray(0, 5).toString('latin1');
  if (!'RTSP/'.startsWith(begin)) return 'broken';
  try {
    const found = messageAt(bytes);
    if (!found) return 'more';
    return found.message.status === 0 ? 'broken' : found.message;
  } catch {
    return 'broken';
  }
}
