import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { grantOf } from './access.ts';
import type { BrokerListener } from './broker.ts';
import { ClockSteps } from './clock-steps.ts';
import { Commanded } from './commanded.ts';
import type { SpeakersSettings } from './config.ts';
import { connectionOf, endpointOf } from './connection.ts';
import { hashToken, isPassword } from './credentials.ts';
import { Health } from './health.ts';
import { createHearing } from './hearing.ts';
import { createManaging } from './managing.ts';
import { createMqttSide } from './mqtt-side.ts';
import { OfferedAudio } from './offered-audio.ts';
import { Pairing } from './pairing.ts';
import { createPlayer } from './player.ts';
import { readProfiles } from './profile.ts';
import { sayBrokerReason } from './reasons.ts';
import { Registry, type Speaker, type Told } from './registry.ts';
import { SoundLock } from './sound-lock.ts';
import { SpeakersRepository } from './speakers-repository.ts';
import { Stops } from './stops.ts';
import { TestTone } from './test-tone.ts';
import { createMqttTransport } from './transports/mqtt.ts';
import { createWebTransport } from './transports/web.ts';
import { viewOf } from './view.ts';

const HOUR_MS = 3_600_000;
const SILENCE_MS = 1_000;
const LOOPBACK = '127.0.0.1';
const EVERY_ADDRESS = '0.0.0.0';
const ALERTS = ['speaker.foreign_playback', 'speaker.wrong_clock'];

/** The parts of this slice, put together. Nothing is open before `start`. */
export type Slice = ReturnType<typeof createSlice>;

export function createSlice(app: FastifyInstance, settings: () => Readonly<SpeakersSettings>) {
  const log = app.log.child({ slice: 'speakers' });
  const now = () => app.clock.now();
  const monotonic = () => app.clock.monotonic();
  const profiles = readProfiles();
  const repository = new SpeakersRepository(app.db);
  const registry = new Registry({ profiles, devices: app.devices, repository });
  const commanded = new Commanded({ repository, clock: app.clock, log });
  const clockSteps = new ClockSteps(app.clock);
  const offered = new OfferedAudio();
  const pairing = new Pairing(now);
  const { ffmpeg } = app.config.programs;
  const tone = new TestTone({ folder: join(app.config.data, 'tone'), ffmpeg, spawn: app.outside.spawn });
  const changed = ({ id }: Speaker) => app.live.changed('speakers', id);

  const health = new Health({
    registry,
    repository,
    commanded,
    alerts: app.alerts,
    now,
    monotonic,
    hearsMqtt: () => side.state().connected,
    changed(speaker) {
      if (speaker.online) {
        stops.back(speaker);
        player.setVolume(speaker);
      }
      app.events.emit('speaker.state', { speakerId: speaker.id, online: speaker.online });
      changed(speaker);
      if (!speaker.online) soundLock.forget(speaker);
    },
    log,
  });
  const stops = new Stops({
    registry,
    repository,
    now,
    monotonic,
    lifetimeMs: () => settings().stopHours * HOUR_MS,
    commandedOf: (id) => commanded.of(id),
    reaches,
    send: (stop, speakers) => player.tellStop(stop, speakers),
    log,
  });
  const soundLock = new SoundLock({ alerts: app.alerts, monotonic, changed, log });
  const ears = createHearing({
    health,
    stops,
    commanded,
    clockSteps,
    alerts: app.alerts,
    soundLock,
    now,
    emit: (report) => app.events.emit('speaker.report', report),
    changed,
    log,
  });
  const mqtt = createMqttTransport({
    ears,
    now,
    monotonic,
    back: (speaker) => stops.back(speaker),
    handingOver: (speaker, playoutId) => stops.supersede([speaker], playoutId),
    log,
  });
  const web = createWebTransport({ ears, now, speakerOf, left, log });
  const transports = { mqtt, web };
  const player = createPlayer({
    clock: app.clock,
    registry,
    commanded,
    stops,
    offered,
    transports,
    audioUrl: (id, ttlMs) => app.web.signedUrl(`/audio/${id}`, ttlMs),
  });
  const side = createMqttSide({
    settings,
    transport: mqtt,
    grant(username, password) {
      const speaker = registry.get(username);
      const hash = speaker?.profile.transport === 'mqtt' ? speaker.row.secretHash : null;
      return speaker && hash !== null && isPassword(password, hash) ? grantOf(speaker) : undefined;
    },
    present(username, here) {
      const speaker = registry.get(username);
      if (!speaker) return;
      if (!here) ears.gone(speaker);
      else {
        mqtt.present(speaker);
        if (speaker.profile.alive.by === 'connection') ears.alive(speaker);
      }
    },
    heard(username) {
      const speaker = registry.get(username);
      // Only its own words say that it is there; its connection says that it still is.
      if (speaker && reaches(speaker)) speaker.heardAt = monotonic();
    },
    tls: async () => (await app.certificates.current()).server,
    listeners,
    up() {
      health.grace();
      app.alerts.clear('speaker.broker_down', 'broker');
      if (settings().broker === 'embedded') return;
      // Another's broker does not say who is connected to it.
      for (const speaker of registry.all()) {
        if (speaker.profile.alive.by !== 'connection') continue;
        mqtt.present(speaker);
        ears.alive(speaker);
      }
    },
    down(reason) {
      const { vi, en } = sayBrokerReason(reason);
      app.alerts.raise('speaker.broker_down', 'broker', { reason, reasonVi: vi, reasonEn: en });
    },
    portTaken(port) {
      try {
        if (port === null) app.alerts.clear('speaker.port_taken', 'broker');
        else app.alerts.raise('speaker.port_taken', 'broker', { port });
      } catch (error) {
        log.error({ err: error }, 'an alert about the MQTT port could not be written');
      }
    },
    log,
  });
  const managing = createManaging({
    db: app.db,
    devices: app.devices,
    profiles,
    registry,
    repository,
    transports,
    now,
    wholeCommune: () => app.commune.tree.root().id,
    rightsChanged({ id }) {
      side.drop(id);
      void side.relisten();
    },
    forgotten(speaker) {
      health.forget(speaker);
      soundLock.forget(speaker);
      for (const rule of ALERTS) app.alerts.clear(rule, speaker.id);
    },
    unwatched: (speaker) => health.forget(speaker),
    silence: (speaker) => player.stop({ playoutId: null }, [speaker.id]),
    changed,
  });

  /** As far as the box knows, what it sends now gets there. */
  function reaches({ online, goneAt, profile }: Speaker): boolean {
    return online && goneAt === null && (profile.transport !== 'mqtt' || side.state().connected);
  }

  function speakerOf(token: string): Speaker | undefined {
    const hash = hashToken(token);
    for (const speaker of registry.all()) {
      if (speaker.profile.transport === 'web' && speaker.row.secretHash === hash) return speaker;
    }
    return undefined;
  }

  /** Its token is gone from the device, and with it all that this speaker could still be used for. */
  function left(speaker: Speaker): void {
    const { id, name } = speaker;
    managing.remove(speaker, () =>
      app.audit.append({
        actor: 'loa',
        action: 'speaker.delete',
        target: `speaker:${id}`,
        details: { name },
      }),
    );
  }

  /** What it was told before a restart of the box, and may be playing still. */
  function toldBefore({ id, profile }: Speaker): Told | null {
    const last = profile.reads === 'tramso' ? undefined : commanded.lastOf(id);
    if (!last) return null;
    const { playoutId, startsAt, durationMs, until } = last;
    const endsAt = startsAt + durationMs;
    const rest = { startedAt: startsAt, idleSince: null, stopped: false, over: false };
    return { playoutId, durationMs, endsAt, until, ...rest };
  }

  /** TLS for the LAN; without it only this machine, and whom an officer has let in by name. */
  function listeners(): BrokerListener[] {
    const { lan, addresses, mqtt_port, mqtts_port } = app.config.listen;
    const everywhere = addresses.length > 0 ? addresses : [EVERY_ADDRESS];
    const plainOnLan =
      lan && [...registry.all()].some(({ row, profile }) => row.plain && profile.transport === 'mqtt');
    const plainHosts = plainOnLan ? withLoopback(everywhere) : [LOOPBACK];
    return [
      ...plainHosts.map((host) => ({ name: 'mqtt' as const, host, port: mqtt_port })),
      ...(lan ? everywhere : []).map((host) => ({ name: 'mqtts' as const, host, port: mqtts_port })),
    ];
  }

  function endpoint(plain: boolean) {
    const { hostname } = new URL(app.web.signedUrl('/loa', HOUR_MS));
    return endpointOf(plain, { settings: settings(), bound: side.bound(), host: hostname });
  }

  /** Tells it to stop, and gives it a moment to do so before it can no longer be told anything. */
  async function silence(speaker: Speaker): Promise<void> {
    player.stop({ playoutId: null }, [speaker.id]);
    const end = monotonic() + (speaker.profile.confirmsStop ? SILENCE_MS : SILENCE_MS / 4);
    while (reaches(speaker) && stops.count(speaker.id) > 0 && monotonic() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  return {
    silence,
    profiles,
    registry,
    managing,
    player,
    pairing,
    offered,
    tone,
    web,
    settings,
    side,
    viewOf: (speaker: Speaker) => viewOf(speaker, app.devices.get(speaker.id), stops.count(speaker.id)),
    /** How the device reaches the broker, with its password. */
    connectionOf(speaker: Speaker, password: string) {
      return connectionOf(speaker, password, endpoint(speaker.row.plain));
    },
    async start() {
      registry.load(log);
      commanded.load();
      for (const speaker of registry.all()) {
        speaker.told = toldBefore(speaker);
        transports[speaker.profile.transport].attach(speaker);
      }
      stops.start();
      await side.open();
      health.start();
    },
    async stop() {
      health.stop();
      stops.stop();
      player.close();
      await tone.close();
      await web.close();
      await mqtt.close();
      await side.close();
      commanded.flush();
    },
  };
}

function withLoopback(hosts: readonly string[]): string[] {
  return hosts.includes(EVERY_ADDRESS) ? [EVERY_ADDRESS] : [...new Set([LOOPBACK, ...hosts])];
}
