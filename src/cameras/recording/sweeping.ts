import type { FastifyBaseLogger } from 'fastify';
import type { Exports } from './exports.ts';
import type { Folder } from './folder.ts';
import { mendOpen } from './mend.ts';
import { reconcile } from './reconcile.ts';
import type { SegmentStore } from './segment-store.ts';
import type { SegmentsRepository } from './segments-repository.ts';

export interface SweepingParts {
  rows: SegmentsRepository;
  store: Pick<SegmentStore, 'isOpen'>;
  folder: Pick<Folder, 'path' | 'isOurs'>;
  exports: Pick<Exports, 'sweep' | 'wake'>;
  isReady(): boolean;
  /** What explains no recording any more is forgotten. */
  forget(): void;
  log: FastifyBaseLogger;
}

/** Brings the disk and the database together: at the start, daily, and when asked for. */
export function createSweeping({ rows, store, folder, exports, isReady, forget, log }: SweepingParts) {
  const { isOurs } = folder;
  const { isOpen } = store;
  const closing = new AbortController();
  let underway = Promise.resolve();
  const mend = () => mendOpen({ rows, isOurs, isOpen, log });

  return {
    /** What a crash left open. */
    mend,
    async sweep(): Promise<void> {
      if (!isReady()) return;
      await mend();
      await reconcile({ rows, isOpen, isOurs, folder: folder.path(), log, closing: closing.signal });
      await exports.sweep();
      forget();
      exports.wake();
    },
    /** Such work, one after the other. */
    behind(work: () => Promise<void>): Promise<void> {
      underway = underway.then(work);
      return underway;
    },
    /** Ends early what is under way. */
    abort: () => closing.abort(),
    close: () => underway,
  };
}
