import type { Account } from '../parts.ts';

/**
 * The protocols that ffmpeg may use below our list: what a camera answers must not send it to a file or to a web
 * server of its choice.
 */
export const PROTOCOLS = 'file,pipe,rtsp,rtsps,tls,tcp,udp,rtp,crypto,data';

/** Input flags of a list that comes on stdin. `safe 0`: the list is ours, and its addresses have a scheme. */
export const LISTED_INPUT = ['-f', 'concat', '-safe', '0', '-protocol_whitelist', PROTOCOLS, '-i', 'pipe:0'];

export interface StreamAddress {
  /** RTSP, without userinfo. */
  url: string;
  account: Account | undefined;
}

/** A socket that is silent for so long is dead, µs. */
const SOCKET_TIMEOUT_US = 5_000_000;

/**
 * Options of ffmpeg's RTSP reader. TCP where the camera can (UDP loses packets and needs open ports), and UDP where it
 * answers 461 to that. ffmpeg ends its look at the stream as
 * soon as it knows the codecs; it would also wait for 20 frames to learn a rate that copying has no use for
 * (`fpsprobesize`): 0.6 s to the first fragment instead of 1.1 s. The limits are for a camera with ten seconds between
 * key frames that tells its picture size in none of its headers.
 */
const READER = {
  rtsp_transport: 'tcp+udp',
  rtsp_flags: 'prefer_tcp',
  timeout: String(SOCKET_TIMEOUT_US),
  fpsprobesize: '0',
  analyzeduration: '12000000',
  probesize: '8000000',
  max_ts_probe: '0',
} as const;

/**
 * The list for ffmpeg's stdin, which names one camera stream with its account. It goes by stdin since a command line
 * stands in the list of processes, where every program of the box can read the password.
 *
 * Throws TypeError where the address is no RTSP URL; the address is not in the message.
 */
export function listOf(address: StreamAddress): string {
  const options = Object.entries(READER).map(([name, value]) => `option ${name} ${value}\n`);
  return `ffconcat version 1.0\nfile '${urlOf(address)}'\n${options.join('')}`;
}

/** The URL with its account, fit for a quoted line of the list. */
function urlOf({ url, account }: StreamAddress): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^rtsps?:$/.test(parsed.protocol) || parsed.host === '') {
    throw new TypeError('not the address of an RTSP stream');
  }
  const userinfo = account ? `${encode(account.username)}:${encode(account.password)}@` : '';
  // The parser strips line breaks, and escapes every other control character and all that is not ASCII.
  const path = (parsed.pathname + parsed.search).replaceAll("'", '%27').replace(/\s/g, '%20');
  return `${parsed.protocol}//${userinfo}${parsed.host}${path}`;
}

/** All but letters, digits and `-_.~`, as UTF-8: ffmpeg undoes it before it signs in. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
}
