import type { LabCameraOptions } from './camera-options.ts';

/** A request as the camera understands it; no more XML is read than that takes. */
export interface SoapRequest {
  /** `/onvif/device_service` */
  path: string;
  /** Local name of what is in the body. */
  operation: string;
  body: string;
  header: string;
}

const NAMESPACES = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  wsa: 'http://www.w3.org/2005/08/addressing',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  tt: 'http://www.onvif.org/ver10/schema',
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  trt: 'http://www.onvif.org/ver10/media/wsdl',
  tr2: 'http://www.onvif.org/ver20/media/wsdl',
  tptz: 'http://www.onvif.org/ver20/ptz/wsdl',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  tns1: 'http://www.onvif.org/ver10/topics',
  ter: 'http://www.onvif.org/ver10/error',
};

/** Undefined for what is no SOAP. */
export function readSoap(path: string, text: string): SoapRequest | undefined {
  const [, body] = /<(?:[\w-]+:)?Body[^>]*>([\s\S]*)<\/(?:[\w-]+:)?Body>/.exec(text) ?? [];
  const operation = /^\s*<(?:[\w-]+:)?(\w+)/.exec(body ?? '')?.[1];
  if (body === undefined || operation === undefined) return undefined;
  const [, header = ''] = /<(?:[\w-]+:)?Header[^>]*>([\s\S]*)<\/(?:[\w-]+:)?Header>/.exec(text) ?? [];
  return { path, operation, body, header };
}

/** Text of the first element of that name; undefined where there is none. */
export function field(xml: string, name: string): string | undefined {
  const found = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1];
  return found === undefined ? undefined : plainText(found.trim());
}

/** An attribute of the first element of that name. */
export function attribute(xml: string, element: string, name: string): string | undefined {
  return new RegExp(`<(?:[\\w-]+:)?${element}\\s[^>]*?\\b${name}="([^"]*)"`).exec(xml)?.[1];
}

export function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function plainText(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex: string, number: string, name: string) =>
    name
      ? (named[name] ?? '')
      : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number.parseInt(number, 10)),
  );
}

export function envelope(body: string, header = ''): string {
  const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  const head = header ? `<s:Header>${header}</s:Header>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope${declared.join('')}>${head}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** Thrown by a service; becomes the answer. */
export class SoapFault extends Error {
  readonly status: number;
  readonly subcodes: readonly string[];
  readonly role: 'Sender' | 'Receiver';

  constructor(subcodes: readonly string[], reason: string, status = 400) {
    super(reason);
    this.subcodes = subcodes;
    this.status = status;
    this.role = status === 500 ? 'Receiver' : 'Sender';
  }

  get xml(): string {
    const subcode = this.subcodes.reduceRight(
      (inner, code) => `<s:Subcode><s:Value>${code}</s:Value>${inner}</s:Subcode>`,
      '',
    );
    return envelope(
      `<s:Fault><s:Code><s:Value>s:${this.role}</s:Value>${subcode}</s:Code><s:Reason><s:Text xml:lang="en">${xmlText(this.message)}</s:Text></s:Reason></s:Fault>`,
    );
  }
}

const PREFIXES = {
  usual: {},
  gsoap: { s: 'SOAP-ENV', tds: 'ns1', trt: 'ns2', tr2: 'ns3', tt: 'ns4', tptz: 'ns5', tev: 'ns6', d: 'ns7' },
  short: { s: 'e', tds: 'x', trt: 'm', tr2: 'm2', tt: 'o', tptz: 'p', tev: 'v', wsnt: 'n', d: 'w' },
} as const;

/** The same message under other prefixes: a reader must go by namespaces. */
export function withPrefixes(xml: string, kind: LabCameraOptions['prefixes'] = 'usual'): string {
  return Object.entries(PREFIXES[kind]).reduce(
    (text, [from, to]) =>
      text
        .replaceAll(new RegExp(`(</?)${from}:`, 'g'), `$1${to}:`)
        .replaceAll(` xmlns:${from}=`, ` xmlns:${to}=`)
        .replaceAll(`>${from}:`, `>${to}:`),
    xml,
  );
}
