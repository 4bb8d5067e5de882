import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import { createAlerts } from '../../../src/alerts/alerts.ts';
import { HEALTH_ALERT_RULES } from '../../../src/cameras/health/alert-rules.ts';
import { createHealth, type HealthParts } from '../../../src/cameras/health/health.ts';
import type { GreyFrame } from '../../../src/cameras/health/picture.ts';
import type { Account, Camera } from '../../../src/cameras/parts.ts';
import type { CameraStream } from '../../../src/cameras/schemas.ts';
import { createAccountGate, type KeptAccountGate } from '../../../src/cameras/sign-in/account-gate.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { type Db, openDatabase } from '../../../src/db/open.ts';
import type { DescribeOutcome } from '../../../src/protocols/rtsp-describe.ts';

export function cameraOf(index: number, changes: Partial<Camera> = {}): Camera {
  return {
    id: `cam-${String(index).padStart(3, '0')}`,
    name: `Cổng ${index}`,
    zoneId: null,
    profile: 'generic',
    host: `198.51.100.${index + 1}`,
    onvifUrl: `http://198.51.100.${index + 1}/onvif/device_service`,
    unitKey: `unit-${index}`,
    channel: '',
    maker: 'Made-up',
    model: 'X1',
    firmware: '1.0',
    serial: '',
    streams: [],
    ptz: false,
    enabled: true,
    ...changes,
  };
}

export function streamOf({ host }: Camera): CameraStream {
  const size = { video: 'h264', width: 640, height: 360, fps: 10, kbps: 500, audio: '' };
  return { role: 'sub', url: `rtsp://${host}:554/sub`, token: '', ...size };
}

/** A picture with shapes in it, another one each time. */
function lively(seed: number): GreyFrame {
  const data = new Uint8Array(64 * 36);
  for (let i = 0; i < data.length; i++)
    data[i] = ((i * 37) % 64 > 31 ? 200 : 40) + ((i * 7 + seed * 13) % 11);
  return { width: 64, height: 36, data };
}
export const BLACK: GreyFrame = { width: 64, height: 36, data: new Uint8Array(64 * 36) };

/** What the world of one camera does. */
export interface World {
  there: boolean;
  describe: DescribeOutcome;
  picture: GreyFrame | { reason: string } | undefined;
  otherZone: boolean;
  driftMs: number | null;
  account: Account | undefined;
  recording: 'off' | 'running' | 'stopped';
  hub: { lastFrameAt: number | null; reason: string | null } | undefined;
}

export interface Rig {
  db: Db;
  health: ReturnType<typeof createHealth>;
  /** Of this station; another one after a restart. */
  gate(): KeptAccountGate;
  world(index: number): World;
  /** What the hub says of its large stream. */
  mainOf(index: number, state: World['hub']): void;
  cameras: Camera[];
  /** Lets seconds pass, tick by tick. */
  pass(seconds: number): Promise<void>;
  open(): string[];
  lines: string[];
  changes: string[];
  describes: string[];
  /** Ends this station and begins another on the same database. */
  restart(): Promise<void>;
  now(): number;
}

/** The health of `count` cameras, on a clock of its own, with real alerts in a real database. */
export function rig(t: Test, count = 1): Rig {
  const db = openDatabase(`${t.testdir()}/x.db`);
  migrate(db, t.testdirName);
  const time = { at: 1_800_000_000_000 };
  const now = () => time.at;
  const alerts = createAlerts({ db, clock: { now }, outbox: { append: () => 1 } });
  alerts.define(HEALTH_ALERT_RULES);
  const cameras = Array.from({ length: count }, (_none, i) => cameraOf(i));
  const mains = new Map<string, World['hub']>();
  const worlds = new Map<string, World>();
  const byHost = (host: string) => worldOf(cameras.find((one) => one.host === host)?.id ?? '');
  const [lines, changes, describes]: [string[], string[], string[]] = [[], [], []];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  let seed = 0;

  function worldOf(id: string): World {
    const known = worlds.get(id);
    if (known) return known;
    const world: World = {
      there: true,
      describe: 'described',
      picture: undefined,
      driftMs: 0,
      otherZone: false,
      account: { username: 'admin', password: 'x' },
      recording: 'off',
      hub: undefined,
    };
    worlds.set(id, world);
    return world;
  }

  const registry: HealthParts['registry'] = {
    get: (id) => cameras.find((camera) => camera.id === id),
    all: () => cameras,
    account: (id) => worldOf(id).account,
    stream: (id) => cameras.filter((camera) => camera.id === id).map(streamOf)[0],
  };
  const newGate = () => createAccountGate({ now, registry, changed: (id) => made.health.gateChanged(id) });
  const gate = newGate();
  const parts: HealthParts = {
    gate,
    onvifGate: gate.onvif,
    db,
    clock: { now, monotonic: now },
    alerts,
    registry,
    hub: { state: (id, role) => (role === 'sub' ? worldOf(id).hub : mains.get(id)) },
    // Packets are dropped: silence lasts as long as one waits for it.
    async probe(host, _port, { timeoutMs, signal }) {
      if (byHost(host).there) return 'open';
      const until = now() + timeoutMs;
      // Where the clock stands, some turns are as good.
      for (let turn = 0; now() < until && turn < 30 && !signal?.aborted; turn++) await nextTurn();
      return 'silent';
    },
    describe: async (url) => {
      const { hostname } = new URL(url);
      describes.push(hostname);
      return { outcome: byHost(hostname).describe, status: 0, server: '', challenges: [] };
    },
    async grab(id) {
      const { picture } = worldOf(id);
      if (picture && 'reason' in picture) throw Object.assign(new Error('no picture'), picture);
      return picture ?? lively(seed++);
    },
    readClock: async ({ id }) => ({ driftMs: worldOf(id).driftMs, otherZone: worldOf(id).otherZone }),
    recording: (id) => worldOf(id).recording,
    settings: () => ({ healthEverySeconds: 10, frameEveryMinutes: 10 }),
    changed: (id, { state, reason }) => changes.push(`${id} ${state} ${reason}`),
    log,
  };
  mock.timers.enable({ apis: ['setInterval'] });
  const made: Rig = {
    db,
    health: createHealth(parts),
    gate: () => parts.gate,
    mainOf: (index, state) => void mains.set(cameras[index]?.id ?? '', state),
    world: (index) => worldOf(cameras[index]?.id ?? ''),
    cameras,
    lines,
    changes,
    describes,
    now,
    async pass(seconds) {
      for (let i = 0; i < seconds; i++) {
        time.at += 1_000;
        mock.timers.tick(1_000);
        // What a tick has begun is over before the next one.
        for (let turn = 0; turn < 3; turn++) await nextTurn();
      }
    },
    open: () => alerts.open().map(({ rule, subject }) => `${rule} ${subject}`),
    async restart() {
      await made.health.stop();
      parts.gate = newGate();
      parts.onvifGate = parts.gate.onvif;
      made.health = createHealth(parts);
      made.health.start();
    },
  };
  made.health.start();
  t.teardown(async () => {
    await made.health.stop();
    mock.timers.reset();
    db.close();
  });
  return made;
}
