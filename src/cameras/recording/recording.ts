import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { readMeta, writeMeta } from '../../db/open.ts';
import { guarded, repeat } from '../../repeat.ts';
import { endInTurn } from '../closing.ts';
import type { CameraRegistry, StreamHub } from '../parts.ts';
import { noteDarkness } from './darkness.ts';
import { missingOf } from './export-gaps.ts';
import { manifestOf } from './export-manifest.ts';
import { createExports } from './exports.ts';
import { exportsRepository } from './exports-repository.ts';
import { recordingsFolder } from './folder.ts';
import { forgetStates } from './forget-states.ts';
import { openIndex } from './index-database.ts';
import { createKeeping } from './keeping.ts';
import { mendOpen } from './mend.ts';
import { modesRepository } from './modes-repository.ts';
import { createPlayback, type ViewingNotes } from './playback.ts';
import { protectedRepository } from './protected-repository.ts';
import { readTimeline } from './read-timeline.ts';
import { reconcile } from './reconcile.ts';
import type { RecorderTimes } from './recorder.ts';
import { createRecorders } from './recorders.ts';
import { createRetention } from './retention.ts';
import { type Disk, diskOf } from './room.ts';
import type { RecordingView, StorageView, TimelineEvent, TimelineView } from './schemas.ts';
import { createSegmentStore } from './segment-store.ts';
import { segmentsRepository } from './segments-repository.ts';
import type { RecordingSettings } from './settings.ts';
import { statesRepository } from './states-repository.ts';
import { createTroubles } from './troubles.ts';

export interface RecordingParts {
  app: FastifyInstance;
  registry: Pick<CameraRegistry, 'get'>;
  hub: Pick<StreamHub, 'join'>;
  viewings: ViewingNotes;
  settings: () => Readonly<RecordingSettings>;
  /** The camera's clock minus the box's, ms, as last measured. */
  driftOf?(cameraId: string): number | null;
  /** Whether a camera's reports of motion arrive now, and whether something moves before it; as good as yes and no. */
  hears?(cameraId: string): boolean;
  moves?(cameraId: string): boolean;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady?: () => boolean;
  /** What the camera reported in a range, oldest first. */
  eventsOf?(cameraId: string, from: number, to: number): TimelineEvent[];
  times?: RecorderTimes;
  /** How much room a disk has; tests tell their own. */
  space?: (folder: string) => Promise<Disk>;
}

export type Recording = ReturnType<typeof createRecording>;

const FOLDER_KEY = 'camera_recordings_folder';
const DAILY_MS = 86_400_000;
const TROUBLES_MS = 10_000;

/** Recording of cameras, put together. Nothing is open before `start`. */
export function createRecording(parts: RecordingParts) {
  const { app, registry, hub, viewings, settings, driftOf = () => null, eventsOf = () => [], space } = parts;
  const { hears = () => true, moves = () => false, isSteady = () => true } = parts;
  const { db, clock, config } = app;
  const log = app.log.child({ slice: 'cameras', part: 'recording' });
  const index = openIndex(db.name);
  const rows = segmentsRepository(index);
  const history = statesRepository(index);
  const modes = modesRepository(db);
  const kept = protectedRepository(db);
  const exportRows = exportsRepository(db);
  const changed = (cameraId: string) => app.live.changed('cameras', cameraId);
  const closing = new AbortController();
  const stationId = app.secrets.derive('camera recordings').toString('hex').slice(0, 32);
  const folder = recordingsFolder({
    chosen: () => settings().recordingFolder,
    data: resolve(config.data),
    stationId,
    known: () => readMeta(db, FOLDER_KEY),
    remember: (path) => writeMeta(db, FOLDER_KEY, path),
  });
  const refused = (error: unknown, cameraId: string) => keeping.refused(error, cameraId);
  const inUse = () => keeping.inUse();
  const store = createSegmentStore({ rows, folder: inUse, failed: refused, log });
  const recorders = createRecorders({
    modes,
    history,
    rows,
    store,
    registry,
    hub,
    clock,
    driftOf,
    hears,
    moves,
    changed,
    failed: refused,
    log,
    times: parts.times,
  });
  const retention = createRetention({
    rows,
    folder: inUse,
    isOurs: folder.isOurs,
    now: clock.now,
    keepDaysOf: (cameraId) => modes.get(cameraId)?.keepDays ?? settings().keepDays,
    kept: () => [...kept.ranges(), ...exportRows.ranges()],
    log,
  });
  const keeping = createKeeping({
    folder,
    data: config.data,
    settings,
    used: () => rows.total(inUse()).bytes + store.openBytes() + exportRows.bytes(),
    retention,
    recorders,
    ready,
    alerts: app.alerts,
    monotonic: clock.monotonic,
    isSteady,
    log,
    space,
  });
  const exports = createExports({
    rows: exportRows,
    segments: rows,
    folder: inUse,
    clock,
    db,
    audit: app.audit,
    missing: (row) => (sources) => missingOf({ rows, history }, row, sources),
    manifest: (row) => (contents) =>
      manifestOf({
        row,
        camera: registry.get(row.cameraId),
        station: { id: stationId, name: app.commune.profile().title, code: app.commune.profile().code },
        contents,
        clock,
      }),
    isReady: () => keeping.isReady(),
    isSteady,
    changed: ({ cameraId }) => changed(cameraId),
    ffmpeg: config.programs.ffmpeg,
    spawn: app.outside.spawn,
    log,
    ...(space && { space }),
  });
  const playback = createPlayback(viewings);
  let sweeping = Promise.resolve();
  const troubles = createTroubles({
    modes,
    recorders,
    alerts: app.alerts,
    nameOf: (cameraId) => registry.get(cameraId)?.name ?? '',
  });
  let stopTelling = async () => {};
  let stopSweeping = async () => {};
  let stopListening: (() => void)[] = [];

  /** What a crash left is put in order before anything new is begun; the rest of the looking may take its time. */
  async function ready(): Promise<void> {
    await mendOpen({ rows, isOurs: folder.isOurs, isOpen: store.isOpen, log });
    noteDarkness({ modes, history, rows, recorders, clock });
    sweeping = sweeping.then(guarded(sweep, { log, work: 'recordings compared with the disk' }));
  }

  async function sweep(): Promise<void> {
    if (!keeping.isReady()) return;
    await mendOpen({ rows, isOurs: folder.isOurs, isOpen: store.isOpen, log });
    const { isOurs } = folder;
    await reconcile({
      rows,
      isOpen: store.isOpen,
      isOurs,
      folder: folder.path(),
      log,
      closing: closing.signal,
    });
    await exports.sweep();
    if (isSteady())
      forgetStates({ modes, history, rows, kept, keepDays: settings().keepDays, now: clock.now() });
    exports.wake();
  }

  function timeline(cameraId: string, from: number, to: number): Omit<TimelineView, 'events' | 'protected'> {
    return readTimeline({ rows, history, openOf: store.openOf }, { cameraId, from, to, now: clock.now() });
  }

  return {
    log,
    rows,
    modes,
    kept,
    store,
    recorders,
    retention,
    exports,
    playback,
    viewings,
    folder: inUse,
    isOurs: folder.isOurs,
    isReady: keeping.isReady,
    /** Looks at folder and room now; what else happens every 10 s. */
    look: keeping.look,
    /** Brings files and rows together; happens at the start and daily too. */
    sweep,
    /** Tells of what ails single recordings; happens every 10 s too. */
    tellTroubles: troubles.look,
    /** What was recorded in a range, what was not and why, and what is told beside it. */
    timeline: (cameraId: string, from: number, to: number): TimelineView => ({
      ...timeline(cameraId, from, to),
      events: eventsOf(cameraId, from, to),
      protected: kept.within(cameraId, from, to),
    }),
    viewOf(cameraId: string): RecordingView {
      const mode = modes.get(cameraId);
      const { segments, bytes } = rows.usage(cameraId);
      return {
        mode: mode?.mode ?? 'off',
        stream: mode?.stream ?? 'main',
        keepDays: mode?.keepDays ?? null,
        running: recorders.isRunning(cameraId),
        ...recorders.stateOf(cameraId),
        segments,
        bytes,
        oldestAt: rows.firstOf(cameraId) ?? null,
      };
    },
    modeOf: (cameraId: string) => modes.get(cameraId)?.mode ?? 'off',
    /** For the camera's health: that no picture comes from it is another matter. */
    healthOf(cameraId: string): 'off' | 'running' | 'stopped' {
      const isOff = (modes.get(cameraId)?.mode ?? 'off') === 'off' || !registry.get(cameraId)?.enabled;
      if (isOff) return 'off';
      return recorders.hasFailed(cameraId) ? 'stopped' : 'running';
    },
    async storage(): Promise<StorageView> {
      const disk = await (space ?? diskOf)(folder.path()).catch(() => undefined);
      return {
        folder: folder.path(),
        paused: recorders.paused() ?? null,
        freeBytes: disk?.free ?? null,
        sizeBytes: disk?.size ?? null,
        recordingsBytes: rows.total(folder.path()).bytes + store.openBytes(),
        exportsBytes: exportRows.bytes(),
      };
    },
    newId: () => uuidv7(),
    /** In the transaction that removes a camera. How long its recordings are kept stays known with them. */
    removing(cameraId: string, recordings: 'keep' | 'delete'): void {
      const mode = modes.get(cameraId);
      if (recordings === 'delete') modes.remove(cameraId);
      else if (mode) modes.put({ ...mode, mode: 'off' });
    },
    start(): void {
      const settle = ({ cameraId }: { cameraId: string }) =>
        void guarded(() => recorders.settle(cameraId), { log, work: 'a recording follows its camera' })();
      stopListening = [
        app.events.on('camera.event', recorders.motion),
        app.events.on('camera.changed', settle),
        app.events.on('camera.removed', ({ cameraId, recordings }) => void forget(cameraId, recordings)),
        app.events.on('settings.changed', ({ section }) => {
          if (section === 'cameras')
            void guarded(keeping.look, { log, work: 'recordings follow the settings' })();
        }),
      ];
      keeping.start();
      stopTelling = repeat(TROUBLES_MS, troubles.look, { log, work: 'troubles of recordings told' });
      stopSweeping = repeat(DAILY_MS, sweep, { log, work: 'recordings swept' });
    },
    async stop(): Promise<void> {
      closing.abort();
      for (const off of stopListening) off();
      // The looking ends before the recorders, or it would begin them anew.
      await endInTurn(
        [
          ['playback', playback.close],
          ['keeping', keeping.close],
          ['recorders', recorders.close],
          ['segments', store.close],
          ['exports', exports.close],
          ['sweeping', () => Promise.all([stopSweeping(), sweeping])],
          ['troubles', stopTelling],
          ['index', () => index.close()],
        ],
        log,
      );
    },
    /** For where nothing was ever started; `stop` does it too. */
    closeIndex: () => index.close(),
  };

  /** A camera was removed: nothing more is recorded of it. */
  async function forget(cameraId: string, recordings: 'keep' | 'delete'): Promise<void> {
    const work = async () => {
      await recorders.settle(cameraId);
      if (recordings === 'delete' && keeping.isReady()) await retention.ofCamera(cameraId);
    };
    await guarded(work, { log, work: 'recordings of a removed camera' })();
  }
}
