import { isIPv4 } from 'node:net';
import { httpUrl, isHostAddress } from './address.ts';
import { OnvifError } from './error.ts';
import { below, child, cleanLine, textOf } from './pick.ts';
import type { FoundDevice } from './types.ts';
import { parseSmallXml, type XmlElement } from './xml.ts';

/** The largest seen is 6 kB. */
const MAX_REPLY = 16_384;
const MAX_MATCHES = 16;

/**
 * The devices that a reply tells of, all on the address that sent it. Parsed by ourselves: two matches in one reply,
 * no or several addresses, white space between them, 0.0.0.0 and IPv6 link-local hosts are all seen in the field.
 *
 * Throws OnvifError for what is too large, no reply, or none to one of our questions (`ids`, bare UUIDs).
 */
export function readProbeReply(data: Buffer, sender: string, ids: ReadonlySet<string>): FoundDevice[] {
  if (data.length > MAX_REPLY) throw new OnvifError('too_large', `a reply of ${data.length} bytes`);
  const root = parseSmallXml(data.toString('utf8'));
  if (!ids.has(bareUuid(textOf(child(root, 'Header', 'RelatesTo'), 200)))) {
    throw new OnvifError('malformed', 'a reply to no question of ours');
  }
  const matches = [...below(child(root, 'Body'), 'ProbeMatch')].slice(0, MAX_MATCHES);
  const found = matches.flatMap((match) => {
    const device = readMatch(match, sender);
    return device ? [device] : [];
  });
  if (found.length === 0) throw new OnvifError('not_onvif', 'a reply that tells of no camera');
  return found;
}

function bareUuid(text: string): string {
  return text.toLowerCase().replace(/^(urn:)?(uuid:)?/, '');
}

function readMatch(match: XmlElement, sender: string): FoundDevice | undefined {
  const types = textOf(child(match, 'Types'), 500);
  const scopes = (child(match, 'Scopes')?.text ?? '').split(/\s+/).slice(0, 100);
  const named = (child(match, 'XAddrs')?.text ?? '').split(/\s+/).slice(0, 20);
  const onvif =
    /NetworkVideo/i.test(types) ||
    scopes.some((scope) => scope.startsWith('onvif://')) ||
    named.some((address) => address.includes('/onvif/'));
  // Windows machines and printers answer to "Device" as well.
  if (!onvif) return undefined;
  const urls = named.flatMap((address) => httpUrl(address) ?? []);
  const own = urls.filter((url) => url.hostname === sender);
  const onHere = [...own, ...urls.filter((url) => isIPv4(url.hostname)), ...urls].map((url) =>
    rehosted(url, sender),
  );
  const unique = [...new Set(onHere)];
  return {
    key: bareKey(textOf(child(match, 'EndpointReference', 'Address'), 200)) || `address:${sender}`,
    url: unique[0] ?? `http://${sender}/onvif/device_service`,
    urls: unique.length > 0 ? unique : [`http://${sender}/onvif/device_service`],
    address: sender,
    interface: '',
    name: scopeValue(scopes, 'name'),
    hardware: scopeValue(scopes, 'hardware'),
    maker: scopeValue(scopes, 'manufacturer', 'mfr'),
    elsewhere: own.length === 0 && urls.some((url) => isHostAddress(url.hostname)),
  };
}

function bareKey(address: string): string {
  return address.toLowerCase().replace(/\s+/g, '');
}

function rehosted(url: URL, sender: string): string {
  const here = new URL(url);
  here.hostname = sender;
  here.username = '';
  here.password = '';
  here.hash = '';
  return here.href;
}

/** `onvif://www.onvif.org/name/KX-A2011N2%20cổng` → `KX-A2011N2 cổng`; the first that says something. */
function scopeValue(scopes: readonly string[], ...names: string[]): string {
  for (const scope of scopes) {
    const [, name = '', value = ''] = /^onvif:\/\/www\.onvif\.org\/(\w+)\/(.{1,400})$/i.exec(scope) ?? [];
    if (!names.includes(name.toLowerCase())) continue;
    const text = cleanLine(percentDecoded(value).replace(/_/g, ' '), 100);
    if (text) return text;
  }
  return '';
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    // Not UTF-8, or a bare %.
    return text;
  }
}
