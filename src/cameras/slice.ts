import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { schedule } from '../cron.ts';
import { createSteadyClock } from '../db/steady-clock.ts';
import type { Onvif } from '../protocols/onvif/index.ts';
import { checkClock, setCameraClock } from './clock/set-clock.ts';
import { type Ending, endInTurn, endTogether } from './closing.ts';
import type { CamerasSettings } from './config.ts';
import { createAdoption } from './discovery/adoption.ts';
import { followMoved } from './discovery/follow.ts';
import { readNeighbours } from './discovery/neighbours.ts';
import type { Candidate } from './discovery/schemas.ts';
import { createSearch } from './discovery/search.ts';
import { STRANGER_RULES, tellStrangers } from './discovery/strangers.ts';
import { createCommuneMap } from './map/commune-map.ts';
import { createMedia } from './media/media.ts';
import type { Camera } from './parts.ts';
import { createSessions } from './ptz/sessions.ts';
import { createSteering } from './ptz/steering.ts';
import { sayCameraReason } from './reasons.ts';
import { createRecording } from './recording/recording.ts';
import { addByHand } from './registry/by-hand.ts';
import { camerasRepository } from './registry/cameras-repository.ts';
import { type Audit, createManaging } from './registry/managing.ts';
import { readCameraProfiles } from './registry/profile.ts';
import { readUnitAgain } from './registry/read-again.ts';
import { connectOnce } from './registry/reading.ts';
import { createRegistry } from './registry/registry.ts';
import type { NewCamera } from './registry/schemas.ts';
import { type CameraFacts, viewOf } from './registry/view.ts';
import { createRelaying } from './relay/relaying.ts';
import { createAccountGate } from './sign-in/account-gate.ts';
import { createViewings } from './viewing/viewings.ts';
import { createWatch } from './watch.ts';

/** When everybody is at work, and the cameras have their power. Local time. */
const DAILY = '30 9 * * *';

/** As long as the audit log's entries of the same are of use to whoever asks who looked. */
const VIEWINGS_KEPT_DAYS = 365;

/** So many of a camera's reports a timeline shows. */
const EVENTS_SHOWN = 1_000;

/** The parts of this slice, put together. Nothing is open before `start`. */
export type Slice = ReturnType<typeof createSlice>;

export function createSlice(app: FastifyInstance, settings: () => Readonly<CamerasSettings>, onvif: Onvif) {
  const log = app.log.child({ slice: 'cameras' });
  const { clock, devices, secrets, db, alerts } = app;
  const now = () => clock.now();
  const profiles = readCameraProfiles();
  const repository = camerasRepository(db);
  const registry = createRegistry({ devices, repository, secrets });
  const managing = createManaging({
    db,
    devices,
    registry,
    repository,
    profiles,
    secrets,
    now,
    changed: (cameraId, access) => app.events.emit('camera.changed', { cameraId, access }),
    accountChanged(cameraId, account) {
      accounts.forget(cameraId);
      watch.security.accountChanged(cameraId, account);
    },
    removing(cameraId, recordings) {
      watch.removing(cameraId);
      recording.removing(cameraId, recordings);
    },
    removed: (cameraId, recordings) => app.events.emit('camera.removed', { cameraId, recordings }),
  });
  const accounts = createAccountGate({ now, registry, changed: (id) => watch.health.gateChanged(id) });
  const reading = { onvif, profiles, registry, managing, now, clock, accounts };

  const search = createSearch({
    onvif,
    registry,
    profiles,
    clock,
    neighbours: readNeighbours,
    interfaces: process.env.TRAMSO_LAB === '1' ? Object.keys(networkInterfaces()) : undefined,
    changed: () => app.live.changed('cameras', 'search'),
    ended: tookStock,
    log,
  });
  const adoption = createAdoption({
    ...reading,
    found: search.found,
    isOnlyOne: search.isOnlyOne,
    hasZone: (id) => app.commune.zone(id) !== undefined,
    changed: () => app.live.changed('cameras', 'adoption'),
    adopted: (key) => alerts.clear('camera.unknown', key),
    ended: tellFewer,
    log,
  });
  const sessions = createSessions({
    clock,
    connect: (id) =>
      connectOnce(reading, {
        url: registry.get(id)?.onvifUrl ?? '',
        account: registry.account(id) ?? null,
        of: { camera: id },
      }),
  });
  const steering = createSteering({
    registry,
    sessions,
    failed: (camera, error) => log.warn({ camera, err: error }, 'a moving camera could not be told to stop'),
  });
  const keepDays = () => VIEWINGS_KEPT_DAYS;
  const { isSteady } = createSteadyClock({ clock, lastAlive: clock.lastAlive });
  const viewings = createViewings({
    db,
    clock,
    audit: app.audit,
    keepDays,
    lastAlive: clock.lastAlive,
    isSteady,
    log,
    changed: () => app.live.changed('cameras', 'viewings'),
  });
  const media = createMedia({
    registry,
    accounts,
    program: app.config.programs.ffmpeg,
    spawn: app.outside.spawn,
    mayBeDirect: () => !settings().throughFfmpeg,
    now,
    say: sayCameraReason,
    lost: (id) => watch.health.streamLost(id),
    log,
  });
  const watch = createWatch(app, {
    registry,
    profiles,
    settings,
    onvif,
    gate: accounts,
    media: () => media,
    recording: (id) => recording.healthOf(id),
    byMotion: (id) => recording.modeOf(id) === 'motion',
    isSteady,
    log,
  });
  const recording = createRecording({
    app,
    registry,
    hub: media.hub,
    viewings,
    settings,
    standsAt: ({ id, zoneId }) => ({
      zone: (zoneId !== null && app.commune.zone(zoneId)?.name) || '',
      place: registry.device(id)?.place ?? '',
    }),
    driftOf: watch.health.driftOf,
    hears: watch.events.isListening,
    moves: watch.events.isMoving,
    isSteady,
    eventsOf: (cameraId, from, to) =>
      watch.events.range({ cameraId, from, to, limit: EVENTS_SHOWN }).reverse(),
  });
  const relaying = createRelaying(app, { registry, hub: media.hub, viewings, keepDays, log });
  let endDaily = async () => {};

  const hosts = () => new Set([...registry.all()].map(({ host }) => host));

  /** Some have been added. Who is still at it needs not be told of the rest; of what was told, the count is another now. */
  function tellFewer(): void {
    const wasTold = alerts.open().some(({ rule }) => STRANGER_RULES.includes(rule));
    const found = wasTold ? search.wholeFound() : undefined;
    if (found) tellStrangers(alerts, found, hosts());
  }

  async function byHand(input: NewCamera, audit: Audit): Promise<Camera[]> {
    const added = await addByHand(reading, input, audit);
    try {
      tellFewer();
    } catch (error) {
      // It is added all the same.
      log.error({ err: error }, 'what was added could not be told');
    }
    return added;
  }

  /** Known cameras are followed to their new addresses; of unknown ones the officer is told. */
  async function tookStock(found: readonly Candidate[], whole: boolean): Promise<void> {
    const audit = (id: string, details: object): Audit => {
      return () =>
        app.audit.append({ actor: 'station', action: 'camera.address', target: `camera:${id}`, details });
    };
    if (whole) tellStrangers(alerts, found, hosts());
    await followMoved({ ...reading, alerts, audit, log }, found);
  }

  async function searchDaily(): Promise<void> {
    if (!settings().searchDaily || search.state().state === 'running') return;
    search.prepare({})();
    await search.settled();
  }

  const facts: CameraFacts = {
    health: ({ id }) => watch.health.of(id),
    recording: ({ id }) => ({
      mode: recording.modeOf(id),
      running: recording.recorders.isRunning(id),
      failed: recording.healthOf(id) === 'stopped',
    }),
    securityScore: ({ id }) => watch.security.scoreOf(id),
  };

  return {
    log,
    settings,
    profiles,
    registry,
    managing,
    facts,
    search,
    adoption,
    steering,
    media,
    watch,
    viewings,
    recording,
    relaying,
    say: sayCameraReason,
    map: createCommuneMap(join(app.config.data, 'maps')),
    viewOf: (camera: Camera) => viewOf(camera, registry, profiles, facts),
    byHand,
    readAgain: (id: string, audit: Audit) => readUnitAgain(reading, id, audit),
    checkClock: (id: string) => void checkClock(reading, id),
    setClock: (id: string, ntp: string | null | undefined) => setCameraClock(reading, id, ntp),
    /** Throws `camera.tried_enough` where accounts were refused too often lately. */
    checkTries: accounts.tries.check,
    /** Address or account are no longer the same, or it is gone. */
    accessChanged(id: string) {
      sessions.forget(id);
      accounts.renew(id);
      media.hub.changed(id);
    },
    async start() {
      registry.load(log);
      watch.start();
      viewings.start();
      recording.start();
      relaying.relays.start();
      endDaily = schedule({ at: DAILY, work: searchDaily, log, name: 'cameras looked for' });
    },
    async stop() {
      const daily = endDaily();
      // What cannot be got again is put away before anything that may hang on a camera.
      await endInTurn(
        [
          ['recording', recording.stop],
          ['viewings', viewings.close],
        ],
        log,
      );
      const users: Ending[] = [
        ['steering', steering.close],
        ['relays', relaying.relays.close],
        ['watch', watch.stop],
      ];
      // Streams end behind who uses them, or each would be told as lost.
      const mediaLast = async () => {
        await endTogether(users, log);
        await media.close();
      };
      await endTogether(
        [
          ['media', mediaLast],
          ['adoption', adoption.close],
          ['search', search.close],
          ['daily search', () => daily],
        ],
        log,
      );
    },
  };
}
