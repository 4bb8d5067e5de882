import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskSpace } from './data-folder.ts';

/** More than the largest WAL and transaction (journal_size_limit in db/open.ts is 16 MB). */
const BALLAST_BYTES = 64 * 1_048_576;
/** On a disk where it would weigh, there is none. */
const SHARE_OF_FREE = 0.05;
const CHUNK_BYTES = 1_048_576;

/**
 * A file of noise that keeps room for the cleaning: on a full disk SQLite can neither delete nor checkpoint,
 * so something must be there to be thrown away first.
 */
export interface Ballast {
  /** Takes it aboard where there is room enough. */
  load(): Promise<void>;
  /** Drops it; true where there was one. */
  drop(): Promise<boolean>;
}

export function createBallast(data: string, bytes: number = BALLAST_BYTES): Ballast {
  const path = join(data, 'ballast');
  return {
    async load() {
      const loaded = await stat(path).catch(() => undefined);
      if (loaded?.size === bytes) return;
      const { free } = await diskSpace(data);
      if (free * SHARE_OF_FREE < bytes) return;
      // Noise: on a file system that compresses, zeros would keep no room.
      const chunk = randomBytes(CHUNK_BYTES);
      const file = await open(path, 'w', 0o600);
      try {
        for (let written = 0; written < bytes; written += chunk.length) await file.write(chunk);
      } finally {
        await file.close();
      }
    },
    async drop() {
      const loaded = await stat(path).catch(() => undefined);
      await rm(path, { force: true });
      return loaded !== undefined && loaded.size > 0;
    },
  };
}
