import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attribute, below, child, textOf } from '../../../src/protocols/onvif/pick.ts';
import { parseSmallXml, type XmlElement } from '../../../src/protocols/onvif/xml.ts';

/** A device service scripted by its test: bare HTTP, and the two ways of asking for an account. */
export interface SoapServer {
  url: string;
  port: number;
  /** Operations in the order they came, with the way the account was given. */
  heard: {
    operation: string;
    way: 'none' | 'digest' | 'token';
    path: string;
    body: XmlElement;
    header: XmlElement;
  }[];
  /** How often an account was sent, right or wrong. */
  accountsSent(): number;
  connections: Set<unknown>;
}

export interface Script {
  account?: { username: string; password: string };
  /** Ways of giving the account that it takes; without an account it takes anybody. */
  ways?: readonly ('digest' | 'token')[];
  /** Operations that anybody may ask. */
  open?: readonly string[];
  /** What the camera's clock says, UTC ms; tokens more than 5 s off are refused. */
  now?: () => number;
  /** RFC 2617 without qop, or SHA-256. */
  challenge?: string;
  /** The answer's body (inside soap:Body), a whole answer, or undefined for a fault. */
  answers: Record<string, string | ((body: XmlElement) => string | Raw)>;
  /** Takes the request before all else; true where it has answered. */
  first?: (request: IncomingMessage, response: ServerResponse, text: string) => boolean;
}

export interface Raw {
  status: number;
  text: string;
  headers?: Record<string, string>;
}

export const soap = (body: string) =>
  `<?xml version="1.0"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body>${body}</env:Body></env:Envelope>`;

export const fault = (code: string, text: string) =>
  soap(
    `<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>ter:${code}</env:Value></env:Subcode></env:Code><env:Reason><env:Text xml:lang="en">${text}</env:Text></env:Reason></env:Fault>`,
  );

export const clockAnswer = (at: number) => {
  const utc = new Date(at);
  return `<GetSystemDateAndTimeResponse><SystemDateAndTime><DateTimeType>NTP</DateTimeType><TimeZone><TZ>CST-7</TZ></TimeZone><UTCDateTime><Time><Hour>${utc.getUTCHours()}</Hour><Minute>${utc.getUTCMinutes()}</Minute><Second>${utc.getUTCSeconds()}</Second></Time><Date><Year>${utc.getUTCFullYear()}</Year><Month>${utc.getUTCMonth() + 1}</Month><Day>${utc.getUTCDate()}</Day></Date></UTCDateTime></SystemDateAndTime></GetSystemDateAndTimeResponse>`;
};

interface Teardown {
  teardown(work: () => Promise<void> | void): unknown;
}

/** On an address of 127.0.0.0/8: whoever is asked by WS-Discovery needs one of its own. */
export async function soapServer(t: Teardown, script: Script, address = '127.0.0.1'): Promise<SoapServer> {
  const heard: SoapServer['heard'] = [];
  const connections = new Set<unknown>();
  const now = script.now ?? Date.now;
  const open = script.open ?? ['GetSystemDateAndTime'];
  const challenge = script.challenge ?? 'Digest realm="IP Camera", qop="auth", nonce="n0nce", stale="FALSE"';

  function answer(request: IncomingMessage, response: ServerResponse, text: string): void {
    const envelope = parseSmallXml(text);
    const body = child(envelope, 'Body')?.children[0] ?? envelope;
    const header = child(envelope, 'Header') ?? envelope;
    const authorization = request.headers.authorization ?? '';
    const token = [...below(header, 'UsernameToken')][0];
    const way = authorization ? 'digest' : token ? 'token' : 'none';
    heard.push({ operation: body.name, way, path: request.url ?? '', body, header });
    const ways = script.ways ?? ['token'];
    const taken =
      !script.account ||
      open.includes(body.name) ||
      (ways.includes('digest') && authorization !== '' && digestFits(authorization, script.account)) ||
      (ways.includes('token') && token !== undefined && tokenFits(token, script.account, now()));
    if (!taken) {
      if (ways.includes('digest')) response.setHeader('WWW-Authenticate', challenge);
      response.statusCode = ways.includes('digest') ? 401 : 400;
      return void response.end(fault('NotAuthorized', 'Sender not Authorized'));
    }
    const scripted = script.answers[body.name];
    const given =
      body.name === 'GetSystemDateAndTime' && scripted === undefined
        ? clockAnswer(now())
        : typeof scripted === 'function'
          ? scripted(body)
          : scripted;
    if (given === undefined) {
      response.statusCode = 500;
      return void response.end(fault('ActionNotSupported', 'Optional Action Not Implemented'));
    }
    if (typeof given === 'string') return void response.end(soap(given));
    response.writeHead(given.status, given.headers);
    response.end(given.text);
  }

  const server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      if (!script.first?.(request, response, text)) answer(request, response, text);
    });
  });
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}/onvif/device_service`,
    port,
    heard,
    connections,
    accountsSent: () => heard.filter(({ way }) => way !== 'none').length,
  };
}

function tokenFits(token: XmlElement, account: { username: string; password: string }, now: number): boolean {
  const nonce = Buffer.from(textOf(child(token, 'Nonce')), 'base64');
  const created = textOf(child(token, 'Created'));
  const digest = createHash('sha1')
    .update(nonce)
    .update(created)
    .update(account.password, 'utf8')
    .digest('base64');
  return (
    textOf(child(token, 'Username')) === account.username &&
    textOf(child(token, 'Password')) === digest &&
    Math.abs(Date.parse(created) - now) < 5_000
  );
}

function digestFits(header: string, { username, password }: { username: string; password: string }): boolean {
  const field = (name: string) =>
    new RegExp(`\\b${name}="?((?:[^"\\\\,]|\\\\.)*)`).exec(header)?.[1]?.replace(/\\(.)/g, '$1') ?? '';
  const name = { 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }[field('algorithm').toUpperCase()];
  const hash = (text: string) =>
    createHash(name ?? 'md5')
      .update(text)
      .digest('hex');
  const given = Buffer.from(field('username'), 'latin1').toString('utf8');
  const secret = hash(`${username}:${field('realm')}:${password}`);
  const what = hash(`POST:${field('uri')}`);
  const want = field('qop')
    ? hash(`${secret}:${field('nonce')}:${field('nc')}:${field('cnonce')}:${field('qop')}:${what}`)
    : hash(`${secret}:${field('nonce')}:${what}`);
  return given === username && field('response') === want;
}

/** Attributes of a test's convenience. */
export const tokenOf = (body: XmlElement) => textOf(child(body, 'ProfileToken')) || attribute(body, 'token');
