import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { pino } from 'pino';
import type { Test } from 'tap';
import alerts from '../../../src/alerts/index.ts';
import type { App } from '../../../src/app.ts';
import type { Camera, StreamListener } from '../../../src/cameras/parts.ts';
import { RECORDING_ALERT_RULES } from '../../../src/cameras/recording/alert-rules.ts';
import { exportRoutes } from '../../../src/cameras/recording/export-routes.ts';
import { playbackRoutes } from '../../../src/cameras/recording/playback-routes.ts';
import { createRecording } from '../../../src/cameras/recording/recording.ts';
import type { RecordingParts } from '../../../src/cameras/recording/recording-parts.ts';
import { removedRoutes } from '../../../src/cameras/recording/removed-routes.ts';
import { recordingRoutes } from '../../../src/cameras/recording/routes.ts';
import { storageRoutes } from '../../../src/cameras/recording/storage-routes.ts';
import type { Clock } from '../../../src/clock.ts';
import commune from '../../../src/commune/index.ts';
import { DEFAULTS } from '../../../src/config/schema.ts';
import { masterKeyFor } from '../../../src/config/secrets.ts';
import settings from '../../../src/config/settings.ts';
import db from '../../../src/db/index.ts';
import devices from '../../../src/devices/index.ts';
import { EventBus } from '../../../src/events.ts';
import outbox from '../../../src/outbox/index.ts';
import web from '../../../src/web/index.ts';
import { serialiseWhenAsked } from '../../../src/web/serialisation.ts';
import { createWarmUp } from '../../../src/web/warm-up.ts';
import { signIn } from '../../harness.ts';
import { type Clip, endless } from './clips.ts';
import { CAMERA, handClock } from './rig.ts';

/** A hub that sends what the test says. */
export function handHub() {
  const listeners = new Map<string, StreamListener>();
  return {
    listeners,
    joined: 0,
    join(cameraId: string, role: string, listener: StreamListener) {
      const key = `${cameraId} ${role}`;
      listeners.set(key, listener);
      this.joined += 1;
      return () => void listeners.delete(key);
    },
    /** The stream of a camera begins; the function returned sends so many more ms of it, as if they came now. */
    stream(cameraId: string, clip: Clip, now: () => number, pass: (ms: number) => void, role = 'main') {
      const listener = () => listeners.get(`${cameraId} ${role}`);
      const fragments = endless(clip);
      listener()?.init(clip.init);
      return (ms: number) => {
        for (let sent = 0; sent < ms; ) {
          const { value } = fragments.next();
          if (!value) return;
          pass(value.durationMs);
          listener()?.fragment({ ...value, at: now() });
          sent += value.durationMs;
        }
      };
    },
  };
}

export function cameraOf(id: string, name: string): Camera {
  return {
    id,
    name,
    zoneId: null,
    profile: 'generic',
    host: '192.168.1.64',
    onvifUrl: null,
    unitKey: id,
    channel: '',
    maker: 'Hãng thử',
    model: 'M-1',
    firmware: '1.0',
    serial: 'S123',
    streams: [],
    ptz: false,
    enabled: true,
  };
}

export interface StationOptions {
  data?: string;
  /** Instead of the machine's. */
  clock?: Pick<Clock, 'now' | 'monotonic'>;
  cameras: Camera[];
  settings?: Partial<ReturnType<RecordingParts['settings']>>;
  parts?: Partial<RecordingParts>;
}

/** As much of a station as recording needs, with cameras that the test plays. */
export async function recordingStation(t: Test, options: StationOptions) {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'tramso-recording-'));
  const warmUp = createWarmUp();
  const log = pino({ level: process.env.TRAMSO_TEST_LOG ?? 'silent' });
  const app = Fastify({
    loggerInstance: log,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildSerializer: serialiseWhenAsked(warmUp) } },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;
  const ports = { http_port: 0, https_port: 0, plain_port: 0, mqtt_port: 0, mqtts_port: 0 };
  app.decorate('config', { ...DEFAULTS, data, listen: { ...DEFAULTS.listen, ...ports } });
  app.decorate('warmUp', warmUp);
  app.decorate('outside', { spawn, fetch, wall: options.clock?.now ?? Date.now });
  app.decorate('events', new EventBus((error) => t.error(error)));
  await app.register(db, { wall: app.outside.wall });
  if (options.clock) Object.assign(app.clock, { monotonic: options.clock.monotonic });
  app.decorate('secrets', masterKeyFor(app.db, data).secrets);
  for (const plugin of [settings, outbox, web, commune, devices, alerts]) await app.register(plugin);
  app.alerts.define(RECORDING_ALERT_RULES);

  const hub = handHub();
  const registry = new Map(options.cameras.map((camera) => [camera.id, camera]));
  const looks: { kind: string; from: number; to: number; by: string; ended: boolean }[] = [];
  const follow: RecordingParts['viewings']['follow'] = ({ by, kind, from, to }) => {
    const look = { kind, from, to, by: by.user?.username ?? '', ended: false };
    looks.push(look);
    return {
      reach(begins, ends) {
        look.from = Math.min(look.from, begins);
        look.to = Math.max(look.to, ends);
      },
      end() {
        look.ended = true;
      },
    };
  };
  const chosen = { recordingFolder: '', keepDays: 30, diskShare: 70, minFreeGb: 1, ...options.settings };
  const recording = createRecording({
    app,
    registry,
    hub,
    viewings: {
      begin: (start) => follow(start).end,
      follow,
    },
    settings: () => chosen,
    driftOf: () => -2_000,
    // All folders of a test are.
    onSystemDisk: async () => false,
    ...options.parts,
  });
  recordingRoutes(app, recording, registry);
  removedRoutes(app, recording, registry);
  storageRoutes(app, recording);
  await app.register(playbackRoutes, { recording });
  await app.register(exportRoutes, { recording });
  app.addHook('onReady', async () => recording.start());
  app.addHook('onClose', recording.stop);
  await app.ready();
  await recording.look();
  t.teardown(async () => {
    await app.close();
    if (options.data === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  });
  return { app, data, hub, registry, recording, looks, chosen, folder: recording.folder() };
}

/** One camera that is recorded continuously on a clock of the test, on a disk that is as full as the test says. */
export async function recorded(t: Test, clip: Clip, options: Partial<StationOptions> = {}) {
  const url = `/api/cameras/${CAMERA}`;
  const clock = handClock();
  const disk = { size: 100 * 1024 ** 3, free: 60 * 1024 ** 3 };
  const station = await recordingStation(t, {
    clock,
    cameras: [cameraOf(CAMERA, 'Cổng')],
    ...options,
    parts: { space: async () => ({ ...disk }), ...options.parts },
  });
  const admin = await signIn(station.app, 'admin');
  await admin.put(`${url}/recording`, { mode: 'continuous' });
  const begin = (id = CAMERA, role = 'main') => station.hub.stream(id, clip, clock.now, clock.pass, role);
  const play = async (send: (ms: number) => void, seconds: number) => {
    for (let i = 0; i < seconds; i += 5) {
      send(5_000);
      await wait(5);
    }
  };
  const count = () => station.recording.rows.usage(CAMERA).segments;
  const rules = () => station.app.alerts.open().map(({ rule }) => rule);
  const state = async () => (await admin.get(`${url}/recording`)).body.state;
  return { ...station, admin, clock, disk, begin, play, count, rules, state };
}
