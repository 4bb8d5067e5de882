import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSmallXml, type XmlElement } from '../../../src/protocols/onvif/xml.ts';

/** One answer of fixtures/ as the camera sent it. */
export function fixtureText(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8');
}

export function fixture(name: string): XmlElement {
  return parseSmallXml(fixtureText(name));
}

/** A probe reply as a datagram: `matches` is its ProbeMatches element. */
export function reply(matches: string, relatesTo: string): Buffer {
  return Buffer.from(
    `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body>${matches}</s:Body></s:Envelope>`,
  );
}
