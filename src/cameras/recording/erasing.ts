import type { CameraRegistry } from '../parts.ts';
import type { RemovalsRepository } from './removals-repository.ts';
import type { Retention } from './retention.ts';
import type { SegmentsRepository } from './segments-repository.ts';

export interface ErasingParts {
  removals: Pick<RemovalsRepository, 'toErase'>;
  rows: Pick<SegmentsRepository, 'firstOf'>;
  registry: Pick<CameraRegistry, 'get'>;
  retention: Pick<Retention, 'ofCamera'>;
  /** Whether the recordings can be reached now. */
  isReady(): boolean;
  /** Something of this camera has gone. */
  erased(cameraId: string, removed: number): void;
}

/**
 * Deletes the recordings of removed cameras, as was asked for and written down then: again and again, until no disk has
 * any of them. What is protected goes once it is let go; what is on a disk that is away, once that is back.
 */
export function createErasing({ removals, rows, registry, retention, isReady, erased }: ErasingParts) {
  let running: Promise<void> | undefined;
  let again = false;

  async function erase(): Promise<void> {
    do {
      again = false;
      for (const cameraId of removals.toErase()) {
        if (!isReady()) return;
        // One that is there: a backup of before its removal was restored.
        if (registry.get(cameraId) || rows.firstOf(cameraId) === undefined) continue;
        const removed = await retention.ofCamera(cameraId);
        if (removed > 0) erased(cameraId, removed);
      }
    } while (again);
  }

  return {
    /** Works off what is to be done, now; called again and again too. One at a time. */
    work(): Promise<void> {
      again = true;
      running ??= erase().finally(() => {
        running = undefined;
      });
      return running;
    },
    /** What is under way comes to its end. */
    close: async () => void (await running?.catch(() => {})),
  };
}
