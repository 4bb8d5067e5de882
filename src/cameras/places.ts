import { hostIn } from '../protocols/url-host.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'rtsp:': 554,
  'rtsps:': 322,
  'http:': 80,
  'https:': 443,
};

export interface Place {
  host: string;
  port: number;
}

/** Where addresses lead, each place once, in their order; what is no address is left out. */
export function placesOf(urls: readonly (string | null | undefined)[]): Place[] {
  const places = new Map<string, Place>();
  for (const text of urls) {
    const url = text ? URL.parse(text) : null;
    const port = Number(url?.port) || DEFAULT_PORTS[url?.protocol ?? ''];
    if (!url || port === undefined || url.hostname === '') continue;
    const host = hostIn(url);
    places.set(`${host} ${port}`, { host, port });
  }
  return [...places.values()];
}
