import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Misbehaviour } from './camera-options.ts';
import { type CameraState, notKnown, type Service } from './camera-state.ts';
import { deviceService, FOR_EVERYBODY } from './device.ts';
import type { Admission, Gate } from './gate.ts';
import { media2Service, mediaService } from './media.ts';
import { misbehave } from './misbehave.ts';
import { ptzService } from './ptz.ts';
import type { EventService } from './pull-points.ts';
import { envelope, readSoap, SoapFault, type SoapRequest, withPrefixes } from './soap.ts';

const LONGEST_REQUEST = 65_536;
const PAGE =
  '<!doctype html><html><head><title>Document Error: Unauthorized</title></head><body>401</body></html>';
const SERVICES: Record<string, Service> = {
  '/onvif/device_service': deviceService,
  '/onvif/media_service': mediaService,
  '/onvif/media2_service': media2Service,
  '/onvif/ptz_service': ptzService,
};

export interface HttpParts {
  camera: CameraState;
  gate: Gate;
  events: EventService;
  /** JPEG. */
  snapshot(channel: number): Promise<Buffer>;
  /** By operation; `*` for any. */
  misbehaviours: ReadonlyMap<string, Misbehaviour>;
  /** Told of every request that was understood. */
  told(operation: string, admission: Admission): void;
}

/** The web server of a camera: SOAP and pictures. */
export class HttpSide {
  readonly #parts: HttpParts;
  readonly #sockets = new Set<Socket>();
  #servers: Server[] = [];

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async open(): Promise<void> {
    const { camera } = this.#parts;
    const { ports, tls } = camera.options;
    const listener: RequestListener = (request, response) => {
      // A test that has ended meanwhile closes the connection under us.
      this.#answer(request, response).catch(() => response.destroy());
    };
    camera.httpPort = await this.#listen(createServer(listener), camera.httpPort || (ports?.http ?? 0));
    if (tls) {
      const server = createTlsServer({ key: tls.key, cert: tls.cert }, listener);
      camera.httpsPort = await this.#listen(server, camera.httpsPort ?? tls.port ?? 0);
    }
  }

  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    this.#servers = [];
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  async #listen(server: Server, port: number): Promise<number> {
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(port, this.#parts.camera.address);
    await once(server, 'listening');
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://camera');
    if (url.pathname === '/onvif/snapshot') return this.#picture(request, response, url);
    const text = await read(request);
    const soap = request.method === 'POST' && text !== undefined ? readSoap(url.pathname, text) : undefined;
    if (!soap) return void response.writeHead(404, { 'content-type': 'text/html' }).end(PAGE);

    const admission = this.#admit(request, soap);
    this.#parts.told(soap.operation, admission);
    const { misbehaviours } = this.#parts;
    const how = misbehaviours.get(soap.operation) ?? misbehaviours.get('*');
    if (admission !== 'in' && !how) return this.#refuse(response, admission);
    const { status, xml } = await this.#spoken(soap, admission);
    const said = withPrefixes(xml, this.#parts.camera.options.prefixes);
    if (how) return misbehave(response, how, said);
    response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(said);
  }

  #admit({ method = '', headers }: IncomingMessage, { operation, path, header }: SoapRequest): Admission {
    const { camera, gate } = this.#parts;
    const open = path === '/onvif/device_service' && FOR_EVERYBODY.has(operation);
    const guarded = operation === 'GetSystemDateAndTime' && camera.options.clock?.guarded;
    if (open && !guarded) return 'in';
    return gate.admit(method, headers.authorization, header);
  }

  async #spoken(soap: SoapRequest, admission: Admission): Promise<{ status: number; xml: string }> {
    const { camera, events } = this.#parts;
    try {
      if (admission !== 'in') throw refusal(admission, this.#saysLocked);
      const isEvents = /^\/onvif\/(event_service$|subscription\/)/.test(soap.path);
      const service = SERVICES[soap.path];
      if (!isEvents && !service) throw notKnown(soap.operation);
      const body = await (service?.(soap, camera) ?? events.answer(soap));
      return { status: 200, xml: envelope(body) };
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      return { status: error.status, xml: error.xml };
    }
  }

  get #saysLocked(): boolean {
    return this.#parts.camera.options.lockout?.says ?? false;
  }

  #refuse(response: ServerResponse, admission: Admission): void {
    const { camera, gate } = this.#parts;
    const { refusal: how = 'fault-400', auth = 'both' } = camera.options;
    // Who comes without an account is told how to bring one.
    const asksForDigest = auth !== 'token' && (admission === 'no-account' || how.endsWith('401'));
    const status = asksForDigest ? 401 : Number(how.slice(-3));
    if (asksForDigest) response.setHeader('www-authenticate', gate.challenge);
    if (how === 'html-401') return void response.writeHead(status, { 'content-type': 'text/html' }).end(PAGE);
    const said = withPrefixes(refusal(admission, this.#saysLocked).xml, camera.options.prefixes);
    response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(said);
  }

  /** Snapshots know HTTP digest only, as everywhere. */
  async #picture(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { gate, snapshot, told } = this.#parts;
    const admission = gate.admit(request.method ?? 'GET', request.headers.authorization, '');
    told('snapshot', admission);
    if (admission !== 'in') {
      response.setHeader('www-authenticate', gate.challenge);
      return void response.writeHead(401, { 'content-type': 'text/html' }).end(PAGE);
    }
    const picture = await snapshot(Number(url.searchParams.get('channel') ?? 1));
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture);
  }
}

function refusal(admission: Admission, saysLocked: boolean): SoapFault {
  const reason =
    admission === 'locked' && saysLocked ? 'The account is locked, try again later' : 'Sender not authorized';
  return new SoapFault(['ter:NotAuthorized'], reason);
}

/** Undefined where it is longer than any request. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > LONGEST_REQUEST) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
