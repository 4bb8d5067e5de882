import { createHash } from 'node:crypto';
import type { RtspHost } from '../rtsp/rtsp-host.ts';
import { type LabCameraOptions, type LabChannel, USUAL_MAIN, USUAL_SUB } from './camera-options.ts';
import { PtzHead } from './ptz-head.ts';
import { SoapFault, type SoapRequest } from './soap.ts';

const HOUR_MS = 3_600_000;

export interface Profile {
  token: string;
  channel: Channel;
  role: 'main' | 'sub';
  path: string;
  spec: NonNullable<LabChannel['main']>;
}

export interface Channel {
  number: number;
  /** Of its video source. */
  token: string;
  name: string;
  ptz: PtzHead | undefined;
  profiles: Profile[];
}

/** What all services of a simulated camera know. */
export class CameraState {
  readonly options: LabCameraOptions;
  readonly address: string;
  readonly channels: Channel[];
  readonly urn: string;
  readonly serial: string;
  /** Its clock minus this machine's, ms; a test may make it jump. */
  offsetMs: number;
  /** POSIX, of whole hours. */
  timeZone: string;
  ntp: { on: boolean; host: string } = { on: false, host: '' };
  httpPort = 0;
  httpsPort: number | undefined;
  rtsp: RtspHost | undefined;
  reboots = 0;

  constructor(options: LabCameraOptions) {
    this.options = options;
    this.address = options.address ?? '127.0.0.1';
    this.offsetMs = options.clock?.offsetMs ?? 0;
    this.timeZone = options.clock?.timeZone ?? 'CST-7:00:00';
    this.channels = (options.channels ?? [{}]).map(channelOf);
    this.serial = options.serial ?? `LAB${this.address.split('.').join('')}`;
    const hex = createHash('sha256').update(`${this.address} ${this.serial}`).digest('hex');
    this.urn = `urn:uuid:${hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5')}`;
  }

  /** By its own clock, UTC ms. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** What it says is UTC. */
  toldUtc(): number {
    return this.now() + (this.options.clock?.localCalledUtc ? this.zoneMs : 0);
  }

  toldLocal(): number {
    return this.now() + this.zoneMs;
  }

  /** It is set to what it takes for UTC. */
  takeUtc(at: number): void {
    this.offsetMs = at - (this.options.clock?.localCalledUtc ? this.zoneMs : 0) - Date.now();
  }

  private get zoneMs(): number {
    return -Number(/-?\d+/.exec(this.timeZone)?.[0] ?? 0) * HOUR_MS;
  }

  get maker(): string {
    return this.options.maker ?? 'Lab';
  }

  get model(): string {
    return this.options.model ?? 'LC-2000';
  }

  /** As it calls itself. */
  get host(): string {
    return this.options.namedHost ?? this.address;
  }

  get origin(): string {
    return `http://${this.host}:${this.httpPort}`;
  }

  profile(token: string | undefined): Profile {
    const found = this.channels.flatMap(({ profiles }) => profiles).find((one) => one.token === token);
    if (!found) throw new SoapFault(['ter:InvalidArgVal', 'ter:NoProfile'], 'Profile token does not exist');
    return found;
  }
}

/** Answers one request of its service with what belongs in the body. Throws SoapFault. */
export type Service = (request: SoapRequest, camera: CameraState) => string | Promise<string>;

export function notKnown(operation: string): SoapFault {
  return new SoapFault(['ter:ActionNotSupported'], `${operation} is not supported`, 400);
}

function channelOf(options: LabChannel, index: number): Channel {
  const number = index + 1;
  const channel: Channel = {
    number,
    token: `VideoSource_${number}`,
    name: options.name ?? `Kênh ${number}`,
    ptz: options.ptz ? new PtzHead() : undefined,
    profiles: [],
  };
  const add = (role: Profile['role'], spec: Profile['spec']) =>
    channel.profiles.push({
      token: `Profile_${number}${role === 'main' ? '01' : '02'}`,
      channel,
      role,
      path: `/Streaming/Channels/${number}${role === 'main' ? '01' : '02'}`,
      spec,
    });
  add('main', { ...USUAL_MAIN, ...options.main });
  if (options.sub !== null) add('sub', { ...USUAL_SUB, ...options.sub });
  return channel;
}
