import type { Db } from '../db/open.ts';
import { writeMeta } from '../db/open.ts';
import { isDiskFull } from './start-error.ts';

export interface WatchdogParts {
  /** How often systemd must be told, ms. */
  everyMs: number;
  /** Throws where the station no longer does its work in a way that a restart would mend. */
  probe: () => Promise<void>;
  feed: () => Promise<unknown>;
  onStarving: (error: unknown) => void;
}

/**
 * Tells systemd that the station is alive, three times as often as it asks and only after a real probe. A main
 * thread that hangs never gets here. The function returned ends it.
 */
export function feedWatchdog({ everyMs, probe, feed, onStarving }: WatchdogParts): () => void {
  let probing = false;
  const timer = setInterval(async () => {
    if (probing) return;
    probing = true;
    try {
      await probe();
      await feed();
    } catch (error) {
      onStarving(error);
    } finally {
      probing = false;
    }
  }, everyMs / 3);
  return () => clearInterval(timer);
}

export interface WritesParts {
  /** The disk is full. */
  onFull(): void;
  /** Whether the disk takes no writes at all. */
  isReadOnly(): boolean;
}

/**
 * Writes to the database as every command and alarm does; throws where that no longer works. A full disk is no
 * reason to restart: it is told to `onFull`, and what is cached can still be played. Nor is one that the kernel has
 * made read-only because it fails: no start would be possible on it.
 */
export function databaseWrites(db: Db, { onFull, isReadOnly }: WritesParts): () => void {
  return () => {
    try {
      writeMeta(db, 'alive', new Date().toISOString());
    } catch (error) {
      if (isDiskFull(error)) onFull();
      else if (!isReadOnly()) throw error;
    }
  };
}
