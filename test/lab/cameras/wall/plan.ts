import type { LabCameraOptions, LabChannel } from '../onvif/camera-options.ts';

/** Networks that no real one uses: RFC 5737, and of RFC 2544 from the fourth on. */
const NETWORKS = [
  '198.51.100',
  '203.0.113',
  '192.0.2',
  '198.18.4',
  '198.18.5',
  '198.18.6',
  '198.18.7',
  '198.18.8',
];
/** Where there is no right to make networks: every address of it is this machine's own. */
const LOOPBACK = '127.0.60';
const FIRST = 11;
/** Of one network. */
const MOST = 240;
const PLACES = [
  'Cổng UBND',
  'Chợ xã',
  'Trường tiểu học',
  'Nhà văn hóa',
  'Ngã ba',
  'Trạm y tế',
  'Đình làng',
  'Cầu',
];

export interface WallNetwork {
  /** First three numbers of its addresses. */
  prefix: string;
  cameras: LabCameraOptions[];
}

export interface WallPlan {
  cameras: number;
  /** Null: loopback. */
  interfaces: number | null;
  ports: { http: number; rtsp: number };
}

/** Who hangs where: the cameras are dealt out over the networks in turn. Throws RangeError. */
export function planWall({ cameras, interfaces, ports }: WallPlan): WallNetwork[] {
  const prefixes = interfaces === null ? [LOOPBACK] : NETWORKS.slice(0, interfaces);
  if (prefixes.length < (interfaces ?? 1)) throw new RangeError(`at most ${NETWORKS.length} interfaces`);
  if (cameras < 1 || cameras > prefixes.length * MOST)
    throw new RangeError(`1 to ${prefixes.length * MOST} cameras`);
  const networks = prefixes.map((prefix): WallNetwork => ({ prefix, cameras: [] }));
  for (let i = 0; i < cameras; i++) {
    const network = networks[i % networks.length];
    const number = i + 1;
    network?.cameras.push({
      address: `${network.prefix}.${FIRST + network.cameras.length}`,
      ports,
      maker: 'Lab',
      model: i % 8 === 0 ? 'LC-4000-PTZ' : i % 3 === 2 ? 'LC-3000' : 'LC-2000',
      serial: `LAB${String(number).padStart(5, '0')}`,
      name: `${PLACES[i % PLACES.length]} ${number} (mô phỏng)`,
      channels: [channelOf(i)],
    });
  }
  return networks;
}

/** Some turn, some are H.265, some hear: as in a commune that has bought over years. */
function channelOf(i: number): LabChannel {
  const audio = i % 4 === 0 ? { audio: 'pcm_alaw' as const } : i % 4 === 1 ? { audio: 'aac' as const } : {};
  const codec = i % 3 === 2 ? 'hevc' : 'h264';
  return { ptz: i % 8 === 0, main: { codec, ...audio }, sub: { ...audio } };
}
