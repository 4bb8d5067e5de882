import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { soundFor } from './sound.ts';

/** What a service may do wrong, or refuse. */
export type Fault =
  | 'auth'
  | 'quota'
  /** A gateway's page, with 502. */
  | 'html'
  /** A page, with 200: a captive portal. */
  | 'portal'
  | 'nonsense'
  /** It takes the request and never answers. */
  | 'hangs'
  /** The connection breaks in the middle of the answer. */
  | 'breaks'
  /** The sound ends in the middle, in a well-formed answer. */
  | 'half-sound'
  | 'silence'
  | 'huge'
  /** The link has expired when it is fetched. */
  | 'expired'
  /** The link leads elsewhere. */
  | 'redirect-file'
  | 'file-link'
  /** The sound is never ready. */
  | 'never-ready'
  /** It says that it failed. */
  | 'gives-up';

export const KEY = 'khoa-bi-mat-8712';

export interface Call {
  text: string;
  voice: string;
  speed: string;
}

export interface Reply {
  status?: number;
  json?: unknown;
  body?: Buffer | string;
  type?: string;
}

/** What is a service's own; the rest of the lab is the same for all. */
export interface Service {
  path: string;
  keyOf(headers: IncomingHttpHeaders): string | undefined;
  /** Undefined for a request that the service would not understand. */
  callOf(headers: IncomingHttpHeaders, body: string): Call | undefined;
  accept(lab: Lab, sound: Buffer): Reply;
  refuse(kind: 'auth' | 'quota', key: string): Reply;
  /** Requests beside the one for a sentence and those for files. */
  more?(lab: Lab, request: IncomingMessage): Reply | undefined;
}

export interface VoiceLab {
  /** Where it is asked. */
  readonly url: string;
  /** The sentences that it was asked for. */
  readonly calls: Call[];
  /** All requests, those for files and progress too. */
  readonly requests: string[];
  fault: Fault | undefined;
  /** Until the sound is there; the real ones take 5 s to 2 min. */
  readyAfterMs: number;
  /** Numbers and booleans come as text. */
  loose: boolean;
  close(): Promise<void>;
}

export interface Lab extends VoiceLab {
  /** A link to a sound that is ready after a while. */
  link(sound: Buffer): string;
  /** The value as the service would write it today. */
  say(value: number | boolean): number | boolean | string;
}

const PAGE = '<!doctype html><html><body><h1>502 Bad Gateway</h1>nginx</body></html>';

/** A voice service on a free port of this machine. */
export async function startVoiceLab(service: Service): Promise<VoiceLab> {
  const files = new Map<string, { sound: Buffer; readyAt: number }>();
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const lab: Lab = {
    url: `${origin}${service.path}`,
    calls: [],
    requests: [],
    fault: undefined,
    readyAfterMs: 0,
    loose: false,
    link(sound) {
      if (lab.fault === 'file-link') return 'file:///etc/passwd';
      const name = `/files/${files.size + 1}.mp3`;
      files.set(name, { sound, readyAt: Date.now() + lab.readyAfterMs });
      return `${origin}${name}?signature=secret-of-the-link`;
    },
    say: (value) => (lab.loose ? String(value) : value),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').split('?')[0] ?? '';
    lab.requests.push(`${request.method} ${path}`);
    const file = files.get(path);
    if (file) return send(response, fileReply(file));
    if (request.method === 'POST' && path === service.path)
      return send(response, spoken(request.headers, Buffer.concat(chunks).toString('utf8')));
    send(response, service.more?.(lab, request) ?? { status: 404, body: PAGE, type: 'text/html' });
  }

  function spoken(headers: IncomingHttpHeaders, body: string): Reply | undefined {
    const key = service.keyOf(headers);
    const call = service.callOf(headers, body);
    if (call) lab.calls.push(call);
    if (lab.fault === 'hangs') return undefined;
    if (lab.fault === 'html') return { status: 502, body: PAGE, type: 'text/html' };
    if (lab.fault === 'portal') return { body: PAGE, type: 'text/html' };
    if (lab.fault === 'nonsense') return { json: { hello: [1, 2, 3] } };
    if (lab.fault === 'quota') return service.refuse('quota', key ?? '');
    if (lab.fault === 'auth' || key !== KEY) return service.refuse('auth', key ?? '');
    if (!call) return { status: 400, json: { message: 'bad request' } };
    return service.accept(lab, soundOf(call.text));
  }

  function soundOf(text: string): Buffer {
    if (lab.fault === 'silence') return soundFor(text.length, 'mp3', 'anullsrc');
    if (lab.fault === 'huge') return Buffer.alloc(20 * 1024 ** 2, 0xff);
    const sound = soundFor(text.length);
    return lab.fault === 'half-sound' ? sound.subarray(0, sound.length / 4) : sound;
  }

  function fileReply({ sound, readyAt }: { sound: Buffer; readyAt: number }): Reply {
    if (lab.fault === 'never-ready' || Date.now() < readyAt)
      return { status: 404, body: PAGE, type: 'text/html' };
    if (lab.fault === 'expired')
      return { status: 403, body: '<Error>AccessDenied</Error>', type: 'text/xml' };
    if (lab.fault === 'redirect-file') return { status: 302, body: 'file:///etc/passwd' };
    return { body: sound, type: 'audio/mpeg' };
  }

  function send(response: ServerResponse, reply: Reply | undefined): void {
    if (!reply) return;
    const { status = 200, json, type = 'application/json' } = reply;
    const body = json === undefined ? (reply.body ?? '') : JSON.stringify(json);
    if (status === 302) return void response.writeHead(302, { location: String(body) }).end();
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    if (lab.fault !== 'breaks' || type !== 'audio/mpeg') return void response.end(body);
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  }

  return lab;
}
