import { resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { readMeta, writeMeta } from '../../db/open.ts';
import { guarded, repeat } from '../../repeat.ts';
import { endInTurn } from '../closing.ts';
import { noteDarkness } from './darkness.ts';
import { createErasing } from './erasing.ts';
import { missingOf } from './export-gaps.ts';
import { manifestOf } from './export-manifest.ts';
import { createExports } from './exports.ts';
import { exportsRepository } from './exports-repository.ts';
import { type Folder, recordingsFolder } from './folder.ts';
import { follow } from './following.ts';
import { forgetStates } from './forget-states.ts';
import { createIdentities } from './identities.ts';
import { identitiesRepository } from './identities-repository.ts';
import { openIndex } from './index-database.ts';
import { createKeeping } from './keeping.ts';
import { MemoryBudget } from './memory-budget.ts';
import { modesRepository } from './modes-repository.ts';
import { createPlayback } from './playback.ts';
import { protectedRepository } from './protected-repository.ts';
import { readTimeline } from './read-timeline.ts';
import { createRecorders } from './recorders.ts';
import type { RecordingParts } from './recording-parts.ts';
import { removalsRepository } from './removals-repository.ts';
import { createRetention } from './retention.ts';
import { diskOf } from './room.ts';
import type { TimelineView } from './schemas.ts';
import { createSegmentStore } from './segment-store.ts';
import { segmentsRepository } from './segments-repository.ts';
import { statesRepository } from './states-repository.ts';
import { createSweeping } from './sweeping.ts';
import { createTroubles } from './troubles.ts';
import { recordingViews } from './views.ts';

export type Recording = ReturnType<typeof createRecording>;

const FOLDER_KEY = 'camera_recordings_folder';
const DAILY_MS = 86_400_000;
const TROUBLES_MS = 10_000;
/** Of what is to be erased and could not be until now. */
const ERASE_MS = 60_000;

/** Recording of cameras, put together. Nothing is open before `start`. */
export function createRecording(parts: RecordingParts) {
  const { app, registry, hub, viewings, settings, driftOf = () => null, eventsOf = () => [], space } = parts;
  const { hears = () => true, moves = () => false, isSteady = () => true } = parts;
  const { standsAt = () => ({ zone: '', place: '' }) } = parts;
  const { db, clock, config } = app;
  const log = app.log.child({ slice: 'cameras', part: 'recording' });
  const index = openIndex(db.name);
  const rows = segmentsRepository(index);
  const history = statesRepository(index);
  const modes = modesRepository(db);
  const kept = protectedRepository(db);
  const exportRows = exportsRepository(db);
  const removals = removalsRepository(db);
  const identities = createIdentities({
    rows: identitiesRepository(db),
    registry,
    standsAt,
    modes,
    segments: rows,
    now: clock.now,
  });
  const changed = (what: string) => app.live.changed('cameras', what);
  const stationId = app.secrets.derive('camera recordings').toString('hex').slice(0, 32);
  const folder = recordingsFolder({
    chosen: () => settings().recordingFolder,
    data: resolve(config.data),
    stationId,
    known: (path) => readMeta(db, FOLDER_KEY) === path || rows.folders().includes(path),
    remember: (path) => writeMeta(db, FOLDER_KEY, path),
    onSystemDisk: parts.onSystemDisk,
  });
  const refused = (error: unknown, cameraId: string) => keeping.refused(error, cameraId);
  const inUse = () => keeping.inUse();
  const memory = new MemoryBudget();
  const store = createSegmentStore({ rows, folder: inUse, failed: refused, log, memory });
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
    memory,
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
    changed: () => changed('storage'),
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
        camera: {
          was: identities.at(row.cameraId, row.from),
          changes: identities.within(row.cameraId, row.from, row.to),
          removedAt: removals.get(row.cameraId)?.removedAt,
        },
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
  const erasing = createErasing({
    removals,
    rows,
    registry,
    retention,
    isReady: () => keeping.isReady(),
    erased(cameraId, removed) {
      log.info({ cameraId, removed }, 'recordings of a removed camera were deleted');
      changed(cameraId);
    },
  });
  const erase = guarded(erasing.work, { log, work: 'recordings of removed cameras deleted' });
  const playback = createPlayback(viewings);
  const views = recordingViews({
    registry,
    modes,
    rows,
    store,
    exportRows,
    recorders,
    identities,
    removals,
    folder,
    fault: keeping.fault,
    space: space ?? diskOf,
  });
  const sweeping = createSweeping({
    rows,
    store,
    folder,
    exports,
    isReady: () => keeping.isReady(),
    forget() {
      if (isSteady())
        forgetStates({ modes, history, rows, kept, keepDays: settings().keepDays, now: clock.now() });
    },
    log,
  });
  const troubles = createTroubles({
    modes,
    recorders,
    alerts: app.alerts,
    nameOf: (cameraId) => registry.get(cameraId)?.name ?? '',
  });
  const compare = guarded(sweeping.sweep, { log, work: 'recordings compared with the disk' });
  let stopTelling = async () => {};
  let stopSweeping = async () => {};
  let stopErasing = async () => {};
  let stopFollowing = () => {};

  /** What a crash left is put in order before anything new is begun; the rest of the looking may take its time. */
  async function ready(): Promise<void> {
    await sweeping.mend();
    noteDarkness({ modes, history, rows, recorders, clock });
    void sweeping.behind(compare);
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
    /** As the folder's own, and goes on recording; what the database knows of an old disk there is looked after. */
    async takeFolder(...said: Parameters<Folder['take']>): Promise<void> {
      await folder.take(...said);
      await keeping.look();
      void sweeping.behind(compare);
    },
    /** Looks at folder and room now; what else happens every 10 s. */
    look: keeping.look,
    /** Brings files and rows together; happens at the start and daily too. */
    sweep: sweeping.sweep,
    /** Tells of what ails single recordings; happens every 10 s too. */
    tellTroubles: troubles.look,
    /** What was recorded in a range, what was not and why, and what is told beside it. */
    timeline: (cameraId: string, from: number, to: number): TimelineView => ({
      ...timeline(cameraId, from, to),
      events: eventsOf(cameraId, from, to),
      protected: kept.within(cameraId, from, to),
    }),
    ...views,
    nameAt: identities.nameAt,
    newId: () => uuidv7(),
    /** In the transaction that sets its recording. */
    recorded: identities.note,
    /** In the transaction that removes a camera. How long its recordings are kept stays known with them. */
    removing(cameraId: string, recordings: 'keep' | 'delete'): void {
      identities.changed(cameraId);
      removals.put({ cameraId, removedAt: clock.now(), erase: recordings === 'delete' });
      const mode = modes.get(cameraId);
      if (recordings === 'delete') modes.remove(cameraId);
      else if (mode) modes.put({ ...mode, mode: 'off' });
    },
    /** In a transaction: the recordings of a removed camera are to go; `erase` works it off. */
    toErase: (cameraId: string) => removals.put({ cameraId, removedAt: clock.now(), erase: true }),
    erase,
    start(): void {
      stopFollowing = follow({ events: app.events, recorders, identities, keeping, erase, log });
      identities.noteAll();
      keeping.start();
      stopTelling = repeat(TROUBLES_MS, troubles.look, { log, work: 'troubles of recordings told' });
      stopErasing = repeat(ERASE_MS, erase, { log, work: 'recordings of removed cameras looked for' });
      stopSweeping = repeat(DAILY_MS, sweeping.sweep, { log, work: 'recordings swept' });
    },
    async stop(): Promise<void> {
      sweeping.abort();
      stopFollowing();
      // The looking ends before the recorders, or it would begin them anew.
      await endInTurn(
        [
          ['playback', playback.close],
          ['keeping', keeping.close],
          ['recorders', recorders.close],
          ['segments', store.close],
          ['exports', exports.close],
          ['erasing', () => Promise.all([stopErasing(), erasing.close()])],
          ['sweeping', () => Promise.all([stopSweeping(), sweeping.close()])],
          ['troubles', stopTelling],
          ['index', () => index.close()],
        ],
        log,
      );
    },
    /** For where nothing was ever started; `stop` does it too. */
    closeIndex: () => index.close(),
  };
}
