import { isIPv4 } from 'node:net';
import { OnvifError } from './error.ts';

/**
 * A device service as a person or a camera may write it: `192.168.1.64`, `cam.local:8080`, `http://…/onvif/…`.
 * Userinfo is taken off. Throws OnvifError `not_onvif` for what is no http address.
 */
export function deviceUrl(text: string): URL {
  const trimmed = text.trim();
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (!url?.hostname || trimmed.length > 1_000 || /\s/.test(trimmed)) {
    throw new OnvifError('not_onvif', 'this is no address of a device service');
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  if (url.pathname === '/' && url.search === '') url.pathname = '/onvif/device_service';
  return url;
}

/**
 * Address of a service as the camera names it, on the host that we reach: what it calls itself is 0.0.0.0, behind
 * NAT, or a lie that would have us carry the account elsewhere. The port is kept, except where it is that of the
 * camera's own device service (`own`; 80 where it does not say): then it is the one that we came by, since that service
 * does answer there. Undefined for what is no http address.
 */
export function serviceUrl(named: string, reached: URL, own: URL | null): URL | undefined {
  const url = httpUrl(named);
  if (!url) return undefined;
  const isSilent = own === null && url.hostname === reached.hostname;
  url.hostname = reached.hostname;
  const ownPort = own ? `${own.protocol}${own.port}` : 'http:';
  const isOwn = !isSilent && `${url.protocol}${url.port}` === ownPort;
  // Its HTTPS is at a port of its own.
  if (isOwn && url.protocol === reached.protocol) url.port = reached.port;
  // Never less secret than the way we came.
  if (reached.protocol === 'https:' && url.protocol === 'http:') {
    url.protocol = 'https:';
    url.port = reached.port;
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

export function httpUrl(named: string): URL | undefined {
  const url = named.length > 1_000 ? null : URL.parse(named.trim());
  return url?.hostname && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

/**
 * RTSP address on the host that we reach, without userinfo and otherwise letter by letter as
 * the camera gave it: some cameras compare. `:8899:554` comes from those that put their port behind the Host header,
 * `&amp;` from those that escape it twice. Null for any other scheme, and for what is no address.
 */
export function mediaUrl(named: string, host: string): string | null {
  const text = named.trim().replaceAll('&amp;', '&');
  const parts =
    /^([a-z]+):\/\/(?:[^\s/?#]*@)?(?:\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+)(?::\d{1,5}(?=:\d))?(:\d{1,5})?([/?][!-~]*)?$/i.exec(
      text,
    );
  if (!parts || text.length > 1_000) return null;
  const [, scheme = '', port = '', rest = ''] = parts;
  // What would end a quoted string in a list for ffmpeg, or hide in a page.
  if (!/^rtsps?$/i.test(scheme) || /["'<>\\`{|}^]/.test(rest)) return null;
  const number = Number(port.slice(1));
  if (number > 65_535) return null;
  // Port 0 is written for the usual one.
  return `${scheme.toLowerCase()}://${host}${number === 0 ? '' : port}${rest}`;
}

/** IPv4 that can be the address of a machine: not 0.0.0.0/8, loopback, link-local, multicast or broadcast. */
export function isHostAddress(text: string): boolean {
  return isIPv4(text) && !/^(0|127|169\.254|22[4-9]|2[345]\d)\./.test(text);
}
