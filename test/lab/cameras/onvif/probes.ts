import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraState } from './camera-state.ts';
import { scopesOf } from './device.ts';
import { BOMB, ENTITY } from './misbehave.ts';
import { withPrefixes } from './soap.ts';

const GROUP = '239.255.255.250';
const PORT = 3702;
const OVERSIZED = 60_000;

/**
 * WS-Discovery of one camera: answers probes to the group, and to its own address, as many cameras on one machine as
 * there are addresses. What it hears of other kinds (printers' probes) it leaves alone.
 */
export class ProbeService {
  /** Probes that it has answered, or would have. */
  heard = 0;
  readonly #camera: CameraState;
  #sockets: Socket[] = [];

  constructor(camera: CameraState) {
    this.#camera = camera;
  }

  async open(): Promise<void> {
    const { address } = this.#camera;
    // One for the group and one for itself: bound to its address alone a socket hears no multicast.
    const own = await bound(address);
    const group = await bound(GROUP);
    group.addMembership(GROUP, address);
    this.#sockets = [own, group];
    for (const socket of this.#sockets)
      socket.on('message', (message, sender) => void this.#hear(own, message, sender));
  }

  async close(): Promise<void> {
    const sockets = this.#sockets;
    this.#sockets = [];
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  }

  async #hear(own: Socket, message: Buffer, sender: RemoteInfo): Promise<void> {
    const { on = true, times = 1, delayMs = 0 } = this.#camera.options.discovery ?? {};
    const text = message.toString('utf8');
    const isProbe = /<(?:[\w-]+:)?Probe[\s>/]/.test(text) && text.includes('discovery/Probe');
    const types = /<(?:[\w-]+:)?Types[^>]*>([^<]*)</.exec(text)?.[1]?.trim() ?? '';
    if (!on || !isProbe || (types && !/NetworkVideoTransmitter|Device/.test(types))) return;
    this.heard += 1;
    const relatesTo = /<(?:[\w-]+:)?MessageID[^>]*>([^<]*)</.exec(text)?.[1]?.trim() ?? '';
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
    const reply = Buffer.from(this.reply(relatesTo));
    // The socket may have been closed meanwhile.
    for (let i = 0; i < times && this.#sockets.length > 0; i++) own.send(reply, sender.port, sender.address);
  }

  /** What it says to a probe with that message id. */
  reply(relatesTo: string): string {
    const behaviour = this.#camera.options.discovery ?? {};
    const matches = this.#match() + (behaviour.twoMatches ? this.#match('-2') : '');
    const relation = behaviour.wrongRelation ? 'urn:uuid:00000000-0000-4000-8000-000000000000' : relatesTo;
    const right = withPrefixes(probeMatches(relation, matches), this.#camera.options.prefixes);
    switch (behaviour.nonsense) {
      case 'malformed':
        return right.slice(0, -60);
      case 'not-xml':
        return 'HTTP/1.1 200 OK\r\n\r\nhello';
      case 'empty':
        return '';
      case 'oversized':
        return right.replace('</d:Scopes>', ` ${'onvif://www.onvif.org/extra '.repeat(OVERSIZED / 28)}$&`);
      case 'bomb':
        return BOMB;
      case 'entity':
        return ENTITY;
      case 'other-message':
        return right.replaceAll('ProbeMatch', 'ResolveMatch');
      default:
        return right;
    }
  }

  #match(suffix = ''): string {
    const camera = this.#camera;
    const end = suffix ? `${camera.urn.slice(0, -suffix.length)}${suffix}` : camera.urn;
    const service = `:${camera.httpPort}/onvif/device_service`;
    const usual = `${camera.origin}/onvif/device_service`;
    const xaddrs = {
      usual,
      zero: `http://0.0.0.0${service}`,
      several: `http://169.254.7.7${service} http://[fe80::1]${service} ${usual}`,
      'white-space': `\n\t  ${usual}  \r\n `,
      none: undefined,
      'link-local-first': `http://[fe80::5ef2:7ff:fe00:1]${service} ${usual}`,
      loopback: `http://localhost${service}`,
    }[camera.options.discovery?.xaddrs ?? 'usual'];
    const where = xaddrs === undefined ? '' : `<d:XAddrs>${xaddrs}</d:XAddrs>`;
    return `<d:ProbeMatch><a:EndpointReference><a:Address>${end}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>${scopesOf(camera).join(' ')}</d:Scopes>${where}<d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch>`;
  }
}

/** WS-Discovery of April 2005, as ONVIF Core 7 has it. */
function probeMatches(relatesTo: string, matches: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Header><a:MessageID>urn:uuid:${crypto.randomUUID()}</a:MessageID><a:RelatesTo>${relatesTo}</a:RelatesTo><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body><d:ProbeMatches>${matches}</d:ProbeMatches></s:Body></s:Envelope>`;
}

async function bound(address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(PORT, address);
  await once(socket, 'listening');
  // A sender that has gone is no business of a camera's.
  socket.on('error', () => {});
  return socket;
}
