import { isIPv4 } from 'node:net';
import { httpUrl, serviceUrl } from './address.ts';
import { escapeXml } from './escape.ts';
import { compose, ignore, type Message } from './library.ts';
import { below, child, childrenOf, textOf } from './pick.ts';
import type { DeviceInformation, NetworkInterfaceFacts } from './types.ts';
import type { XmlElement } from './xml.ts';

/** Messages of the device service, and what its answers say. */
export const ASK_CLOCK = compose((cam) => cam.getSystemDateAndTime(ignore));
export const ASK_INFORMATION = compose((cam) => cam.getDeviceInformation(ignore));
export const ASK_SERVICES = compose((cam) => cam.getServices(false, ignore));
export const ASK_CAPABILITIES = compose((cam) => cam.getCapabilities(ignore));
export const ASK_NETWORK = compose((cam) => cam.getNetworkInterfaces(ignore));

export function setClockMessage(at: number, timezone: string | undefined): Message {
  return compose((cam) =>
    cam.setSystemDateAndTime(
      { dateTimeType: 'Manual', daylightSavings: false, ...zoneOf(timezone), dateTime: new Date(at) },
      ignore,
    ),
  );
}

/** Its clock follows NTP from now on. */
export function followNtpMessage(timezone: string | undefined): Message {
  return compose((cam) =>
    cam.setSystemDateAndTime({ dateTimeType: 'NTP', daylightSavings: false, ...zoneOf(timezone) }, ignore),
  );
}

function zoneOf(timezone: string | undefined): { timezone?: string } {
  return timezone === undefined ? {} : { timezone: escapeXml(timezone) };
}

export function setNtpMessage(host: string): Message {
  return compose((cam) =>
    cam.setNTP(
      {
        fromDHCP: false,
        NTPManual: [
          isIPv4(host) ? { type: 'IPv4', IPv4Address: host } : { type: 'DNS', DNSname: escapeXml(host) },
        ],
      },
      ignore,
    ),
  );
}

export function readInformation(response: XmlElement): DeviceInformation {
  return {
    maker: textOf(child(response, 'Manufacturer')),
    model: textOf(child(response, 'Model')),
    firmware: textOf(child(response, 'FirmwareVersion')),
    serial: textOf(child(response, 'SerialNumber')),
    hardware: textOf(child(response, 'HardwareId')),
  };
}

export type ServiceName = 'media' | 'media2' | 'ptz' | 'events';

export interface ServiceUrls extends Partial<Record<ServiceName, URL>> {
  /** Its device service as it calls it itself; null where it does not say. */
  named: URL | null;
}

/** GetServices by namespace, GetCapabilities by element. */
const NAMESPACES: Readonly<Record<string, ServiceName>> = {
  'http://www.onvif.org/ver10/media/wsdl': 'media',
  'http://www.onvif.org/ver20/media/wsdl': 'media2',
  'http://www.onvif.org/ver20/ptz/wsdl': 'ptz',
  'http://www.onvif.org/ver10/events/wsdl': 'events',
};
const CAPABILITIES = { Media: 'media', PTZ: 'ptz', Events: 'events' } as const;
const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';

/** Where its services are, each on the host that we reach. */
export function readServices(response: XmlElement, reached: URL): ServiceUrls {
  const named = new Map<string, string>();
  for (const service of childrenOf(response, 'Service')) {
    const namespace = textOf(child(service, 'Namespace'), 200).replace(/\/$/, '');
    named.set(namespace, textOf(child(service, 'XAddr'), 1_000));
  }
  const own = httpUrl(named.get(DEVICE) ?? '') ?? null;
  const urls: ServiceUrls = { named: own };
  for (const [namespace, name] of Object.entries(NAMESPACES)) {
    const url = serviceUrl(named.get(namespace) ?? '', reached, own);
    if (url) urls[name] = url;
  }
  return urls;
}

/** The same from the older GetCapabilities, for cameras without GetServices. */
export function readCapabilities(response: XmlElement, reached: URL): ServiceUrls {
  const all = child(response, 'Capabilities');
  const own = httpUrl(textOf(child(all, 'Device', 'XAddr'), 1_000)) ?? null;
  const urls: ServiceUrls = { named: own };
  for (const [element, name] of Object.entries(CAPABILITIES)) {
    const url = serviceUrl(textOf(child(all, element, 'XAddr'), 1_000), reached, own);
    if (url) urls[name] = url;
  }
  return urls;
}

export function readNetwork(response: XmlElement): NetworkInterfaceFacts[] {
  const found: NetworkInterfaceFacts[] = [];
  for (const one of childrenOf(response, 'NetworkInterfaces').slice(0, 16)) {
    const hex = textOf(child(one, 'Info', 'HwAddress'))
      .replace(/[^0-9a-f]/gi, '')
      .toLowerCase();
    if (hex.length !== 12 || /^(0+|f+)$/.test(hex)) continue;
    const addresses = [...below(child(one, 'IPv4'), 'Address')].map((address) => textOf(address, 15));
    found.push({
      name: textOf(child(one, 'Info', 'Name')),
      mac: hex.replace(/(..)(?=.)/g, '$1:'),
      addresses: [...new Set(addresses.filter((address) => isIPv4(address)))].slice(0, 8),
    });
  }
  return found;
}
