import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { LabCameraOptions, Misbehaviour } from './onvif/camera-options.ts';
import { CameraState } from './onvif/camera-state.ts';
import { type Admission, Gate } from './onvif/gate.ts';
import { HttpSide } from './onvif/http-side.ts';
import { ProbeService } from './onvif/probes.ts';
import type { PtzHead } from './onvif/ptz-head.ts';
import { EventService, type LabEvent } from './onvif/pull-points.ts';
import { still } from './rtsp/clips.ts';
import type { RtspStream } from './rtsp/rtsp-host.ts';
import type { RtspLab } from './rtsp/rtsp-lab.ts';

const BANNERS = { telnet: '\xff\xfd\x01login: ', ftp: '220 FTP ready\r\n' };

export interface LabRequest {
  operation: string;
  admission: Admission;
  /** UTC ms. */
  at: number;
}

/** One simulated camera, or a recorder with several channels. */
export class LabCamera {
  readonly state: CameraState;
  readonly gate: Gate;
  readonly events: EventService;
  /** All that it was asked over HTTP and understood. */
  readonly requests: LabRequest[] = [];
  /** By path, such as `/Streaming/Channels/101`; none without pictures. */
  readonly streams = new Map<string, RtspStream>();
  readonly #misbehaviours = new Map<string, Misbehaviour>();
  readonly #probes: ProbeService;
  readonly #http: HttpSide;
  #extra: Server[] = [];

  private constructor(options: LabCameraOptions) {
    this.state = new CameraState(options);
    this.gate = new Gate(options, () => this.state.now());
    this.events = new EventService(this.state);
    this.#probes = new ProbeService(this.state);
    this.#http = new HttpSide({
      camera: this.state,
      gate: this.gate,
      events: this.events,
      snapshot: () => still(),
      misbehaviours: this.#misbehaviours,
      told: (operation, admission) => this.requests.push({ operation, admission, at: Date.now() }),
    });
  }

  /** `rtsp` brings the pictures; without it the camera has addresses of streams, and nothing behind them. */
  static async start(options: LabCameraOptions = {}, rtsp?: RtspLab): Promise<LabCamera> {
    const camera = new LabCamera(options);
    try {
      await camera.#open();
      if (rtsp) await camera.#addPictures(rtsp);
    } catch (error) {
      await camera.stop();
      throw error;
    }
    return camera;
  }

  get address(): string {
    return this.state.address;
  }

  /** Of its device service, on the address that truly answers. */
  get url(): string {
    return `http://${this.address}:${this.state.httpPort}/onvif/device_service`;
  }

  /** Probes that it heard. */
  get probes(): number {
    return this.#probes.heard;
  }

  /** HTTP connections at this moment. */
  get connections(): number {
    return this.#http.connections;
  }

  /** How often it was asked for that. */
  count(operation: string): number {
    return this.requests.filter((one) => one.operation === operation).length;
  }

  /** Answers wrongly from now on, to one operation or to all; `right` again with undefined. */
  misbehave(how: Misbehaviour | undefined, operation = '*'): void {
    if (how) this.#misbehaviours.set(operation, how);
    else this.#misbehaviours.delete(operation);
  }

  /** Something happens in front of it. */
  report(event: LabEvent): void {
    this.events.report(event);
  }

  head(channel = 1): PtzHead | undefined {
    return this.state.channels[channel - 1]?.ptz;
  }

  stream(role: 'main' | 'sub' = 'main', channel = 1): RtspStream {
    const profile = this.state.channels[channel - 1]?.profiles.find((one) => one.role === role);
    const stream = profile && this.streams.get(profile.path);
    if (!stream) throw new Error(`no ${role} stream of channel ${channel}, or no pictures at all`);
    return stream;
  }

  /** The plug is pulled: nothing of it answers any more. */
  async unplug(): Promise<void> {
    await this.#close();
    this.events.forget();
    await this.state.rtsp?.refuse();
  }

  /** It is back, on the same address and ports. */
  async plug(): Promise<void> {
    await this.#open();
    await this.state.rtsp?.accept();
  }

  async stop(): Promise<void> {
    this.events.forget();
    await this.#close();
  }

  async #open(): Promise<void> {
    await this.#http.open();
    await this.#probes.open();
    const { open = [], ports } = this.state.options;
    for (const kind of open) {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.end(BANNERS[kind], 'latin1');
      });
      server.listen(ports?.[kind] ?? 0, this.address);
      await once(server, 'listening');
      this.#extra.push(server);
    }
  }

  async #close(): Promise<void> {
    const extra = this.#extra.map((server) => new Promise((resolve) => server.close(resolve)));
    this.#extra = [];
    await Promise.all([this.#http.close(), this.#probes.close(), ...extra]);
  }

  async #addPictures(rtsp: RtspLab): Promise<void> {
    const { ports } = this.state.options;
    const account = this.gate.account;
    const host = await rtsp.host({
      address: this.address,
      port: ports?.rtsp ?? 0,
      ...(account && { account }),
    });
    this.state.rtsp = host;
    for (const { path, spec } of this.state.channels.flatMap(({ profiles }) => profiles))
      this.streams.set(path, await host.stream(path, spec));
  }
}
