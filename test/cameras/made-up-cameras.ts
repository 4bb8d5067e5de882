import type {
  ConnectOptions,
  FoundDevice,
  Onvif,
  OnvifCamera,
  StreamProfile,
} from '../../src/protocols/onvif/index.ts';
import { OnvifError } from '../../src/protocols/onvif/index.ts';

/** A camera that exists only as answers: for what the registry makes of them. The protocol has tests of its own. */
export interface MadeUpCamera {
  address: string;
  key?: string;
  name?: string;
  maker?: string;
  model?: string;
  serial?: string;
  mac?: string;
  password?: string;
  channels?: number;
  ptz?: boolean;
  /** Path and query of its streams. */
  path?: string;
  /** Before it answers to a connection, ms. */
  slowMs?: number;
  /** Instead of an answer. */
  fails?: 'unreachable' | 'locked' | 'malformed' | 'fault';
}

export interface MadeUpOnvif extends Onvif {
  cameras: MadeUpCamera[];
  /** Every connection with an account: address and password. */
  tries: string[];
  /** Everything that was asked of a camera after connecting. */
  asked: string[];
}

export function madeUpOnvif(cameras: MadeUpCamera[]): MadeUpOnvif {
  const urlOf = ({ address }: MadeUpCamera) => `http://${address}/onvif/device_service`;
  const found = (camera: MadeUpCamera): FoundDevice => ({
    key: camera.key ?? `urn:uuid:${camera.address}`,
    url: urlOf(camera),
    urls: [urlOf(camera)],
    address: camera.address,
    interface: 'eth0',
    name: camera.name ?? '',
    hardware: camera.model ?? '',
    maker: camera.maker ?? '',
    elsewhere: false,
  });
  const onvif: MadeUpOnvif = {
    cameras,
    tries: [],
    asked: [],
    async discover({ onFound } = {}) {
      const all = onvif.cameras.map(found);
      for (const device of all) onFound?.(device);
      return { found: all, interfaces: [{ name: 'eth0', address: '192.168.1.2', error: null }], refused: 0 };
    },
    async sweep({ addresses, onFound, onProgress, signal }) {
      const answers: FoundDevice[] = [];
      for (const [index, address] of addresses.entries()) {
        signal?.throwIfAborted();
        const camera = onvif.cameras.find((one) => one.address === address);
        if (camera) {
          answers.push(found(camera));
          onFound?.(found(camera));
        }
        onProgress?.((index + 1) / addresses.length);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return answers;
    },
    connect: async (options) => connect(onvif, options),
    pullPoint() {
      throw new Error('nobody asks for events here');
    },
  };
  return onvif;
}

async function connect(onvif: MadeUpOnvif, { url, account }: ConnectOptions): Promise<OnvifCamera> {
  const { hostname } = new URL(url);
  const camera = onvif.cameras.find(({ address }) => address === hostname);
  if (!camera) throw new OnvifError('unreachable', 'nobody there');
  onvif.tries.push(`${hostname} ${account?.password}`);
  await new Promise((resolve) => setTimeout(resolve, camera.slowMs ?? 0));
  if (camera.fails) throw new OnvifError(camera.fails, `it is ${camera.fails}`, { fault: 'ter:Odd' });
  if (account?.password !== (camera.password ?? 'right')) throw new OnvifError('refused', 'wrong');
  const did = async (what: string) => void onvif.asked.push(`${hostname} ${what}`);
  const { maker = 'ACME', model = 'Eye 1', serial = `S${hostname}`, mac = '', channels = 1 } = camera;
  let offsetMs = 90_000;
  let ntp = false;
  const clock = () => ({
    cameraAt: null,
    offsetMs,
    ntp,
    timeZone: 'CST-7',
    zoneMs: 25_200_000,
    localCalledUtc: false,
  });
  return {
    url,
    information: { maker, model, firmware: '1.0', serial, hardware: '' },
    clock: clock(),
    auth: 'digest',
    services: { media: true, media2: true, ptz: camera.ptz === true, events: true },
    measureClock: async () => clock(),
    video: async () =>
      Array.from({ length: channels }, (_none, index) => ({
        token: `V${index + 1}`,
        name: `Channel ${index + 1}`,
        profiles: [profileOf(camera, index + 1, 'sub'), profileOf(camera, index + 1, 'main')],
      })),
    network: async () => (mac ? [{ name: 'eth0', mac, addresses: [hostname] }] : []),
    async setClock() {
      offsetMs = 12;
      ntp = false;
      await did('setClock');
    },
    async setNtp(host) {
      ntp = true;
      await did(`setNtp ${host}`);
    },
    move: (profile, { pan, tilt, zoom }, ms) => did(`move ${profile} ${pan} ${tilt} ${zoom} ${ms}`),
    stop: (profile) => did(`stop ${profile}`),
    presets: async () => [{ token: '1', name: 'Cổng\u0000 <b>' }],
    goToPreset: (profile, token) => did(`go ${profile} ${token}`),
    async setPreset(profile, name, token) {
      await did(`preset ${profile} ${name}`);
      return token ?? '2';
    },
    removePreset: (profile, token) => did(`remove ${profile} ${token}`),
  };
}

function profileOf(camera: MadeUpCamera, channel: number, which: 'main' | 'sub'): StreamProfile {
  const [width, height] = which === 'main' ? [1920, 1080] : [640, 360];
  return {
    token: `P${channel}${which}`,
    name: which,
    url: `rtsp://${camera.address}:554${camera.path ?? `/ch${channel}/${which}`}`,
    video: { codec: 'h264', width: width ?? 0, height: height ?? 0, fps: 25, kbps: 2048 },
    audio: 'pcm_alaw',
    ptz: camera.ptz === true,
  };
}

/** 64 cameras of one maker on one network. */
export function manyCameras(count: number): MadeUpCamera[] {
  return Array.from({ length: count }, (_none, index) => ({ address: `192.168.1.${index + 10}` }));
}
