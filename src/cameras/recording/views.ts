import type { CameraRegistry } from '../parts.ts';
import type { ExportsRepository } from './exports-repository.ts';
import type { Folder, FolderFault } from './folder.ts';
import type { Identities } from './identities.ts';
import { NOBODY } from './identities-repository.ts';
import type { ModesRepository } from './modes-repository.ts';
import type { Recorders } from './recorders.ts';
import type { RemovalsRepository } from './removals-repository.ts';
import type { Disk } from './room.ts';
import type { RecordingView, RemovedView, StorageView } from './schemas.ts';
import type { SegmentStore } from './segment-store.ts';
import type { SegmentsRepository } from './segments-repository.ts';

export interface ViewsParts {
  registry: Pick<CameraRegistry, 'get'>;
  modes: ModesRepository;
  rows: SegmentsRepository;
  store: Pick<SegmentStore, 'openBytes'>;
  exportRows: Pick<ExportsRepository, 'bytes'>;
  recorders: Recorders;
  identities: Identities;
  removals: RemovalsRepository;
  folder: Pick<Folder, 'path' | 'offer'>;
  /** Why the folder cannot be used. */
  fault(): FolderFault | undefined;
  space: (folder: string) => Promise<Disk>;
}

/** What the panel and other parts see of the recordings. */
export function recordingViews(parts: ViewsParts) {
  const { registry, modes, rows, store, exportRows, recorders, identities, removals, folder, fault, space } =
    parts;

  /** Of a camera that is no longer there. */
  function removedView(cameraId: string): RemovedView {
    const { segments, bytes } = rows.usage(cameraId);
    const last = rows.lastOf(cameraId);
    const newestAt = last ? (last.endedAt ?? last.startedAt) : null;
    const was = identities.at(cameraId, newestAt ?? Number.MAX_SAFE_INTEGER) ?? NOBODY;
    const { name, maker, model, serial, zone, place } = was;
    const removal = removals.get(cameraId);
    return {
      cameraId,
      name,
      maker,
      model,
      serial,
      zone,
      place,
      removedAt: removal?.removedAt ?? null,
      erasing: removal?.erase ?? false,
      segments,
      bytes,
      oldestAt: rows.firstOf(cameraId) ?? null,
      newestAt,
    };
  }

  const modeOf = (cameraId: string) => modes.get(cameraId)?.mode ?? 'off';

  return {
    modeOf,
    removedView,
    /** Cameras that are no longer there though there are recordings of them, in a steady order. */
    removed: (): string[] =>
      rows
        .cameras()
        .filter((id) => !registry.get(id) && rows.firstOf(id) !== undefined)
        .sort(),
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
        removed: registry.get(cameraId) ? null : removedView(cameraId),
      };
    },
    /** For the camera's health: that no picture comes from it is another matter. */
    healthOf(cameraId: string): 'off' | 'running' | 'stopped' {
      if (modeOf(cameraId) === 'off' || !registry.get(cameraId)?.enabled) return 'off';
      return recorders.hasFailed(cameraId) ? 'stopped' : 'running';
    },
    async storage(): Promise<StorageView> {
      const disk = await space(folder.path()).catch(() => undefined);
      const why = fault() ?? null;
      return {
        folder: folder.path(),
        fault: why,
        ...(why === null ? { mayTake: false, onSystemDisk: false } : await folder.offer()),
        paused: recorders.paused() ?? null,
        freeBytes: disk?.free ?? null,
        sizeBytes: disk?.size ?? null,
        recordingsBytes: rows.total(folder.path()).bytes + store.openBytes(),
        exportsBytes: exportRows.bytes(),
      };
    },
  };
}
