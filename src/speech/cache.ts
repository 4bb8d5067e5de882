import { randomUUID } from 'node:crypto';
import { existsSync, utimesSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { flush, hashFile, writeFlushed } from './files.ts';

/** What is known of one rendered audio: the index entry of its key. */
const EntrySchema = Type.Object({
  /** SHA-256 of the file, hex. */
  id: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  bytes: Type.Integer({ minimum: 1 }),
  durationMs: Type.Integer({ minimum: 1 }),
  engine: Type.String(),
  voice: Type.String(),
  lufs: Type.Number(),
  truePeak: Type.Number(),
  normalised: Type.String(),
});

export type CacheEntry = Static<typeof EntrySchema>;

export interface CacheOptions {
  /** `<data>/audio` */
  dir: string;
  /** What has not been used for longest goes when there is more than this. */
  limitBytes: number;
  /** What has not been used for this long goes. */
  maxAgeMs: number;
  /** UTC milliseconds. */
  now: () => number;
}

export interface AudioCache {
  /** Makes the folders and clears what a crash left behind. */
  open(): Promise<void>;
  /** The entry of a key whose file is there and whole; it counts as used now. */
  find(key: string): Promise<CacheEntry | undefined>;
  /** Moves a finished file in; it and its entry survive a power cut once this has returned. */
  add(key: string, path: string, facts: Omit<CacheEntry, 'id'>): Promise<CacheEntry>;
  /** Path of an audio by id, while it is there; it counts as used now. */
  file(id: string): string | undefined;
  /** A folder of its own for one render; whoever asks removes it. */
  workDir(): Promise<string>;
  /** Deletes what is too old and the least used beyond `limitBytes`. Returns the bytes that are left. */
  evict(limitBytes?: number): Promise<number>;
  size(): { files: number; bytes: number; limitBytes: number };
}

/** What was used within this time may be on its way to the speakers and stays. */
const IN_USE_MS = 3_600_000;

/**
 * Audio by content: `<sha256>.mp3`, and `index/<key>.json` for each request that it answers. Files are written
 * aside, flushed and renamed, so that there is never half of one; the time of last use is the file's own mtime.
 */
export function createAudioCache({ dir, limitBytes, maxAgeMs, now }: CacheOptions): AudioCache {
  const indexDir = join(dir, 'index');
  const tempDir = join(dir, 'tmp');
  const pathOf = (id: string) => join(dir, `${id}.mp3`);
  const indexOf = (key: string) => join(indexDir, `${key}.json`);
  let files = 0;
  let bytes = 0;

  async function readEntry(path: string): Promise<CacheEntry | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'));
      return Value.Check(EntrySchema, value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  async function listAudio() {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.mp3'));
    const all = [];
    for (const name of names) {
      const { size, mtimeMs } = await stat(join(dir, name));
      all.push({ id: name.slice(0, -4), size, usedAt: mtimeMs });
    }
    return all.sort((a, b) => a.usedAt - b.usedAt);
  }

  /** Entries whose file has gone. */
  async function dropStaleEntries(ids: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(indexDir)) {
      const entry = await readEntry(join(indexDir, name));
      if (!entry || !ids.has(entry.id)) await rm(join(indexDir, name), { force: true });
    }
  }

  const cache: AudioCache = {
    async open() {
      await rm(tempDir, { recursive: true, force: true });
      await mkdir(tempDir, { recursive: true, mode: 0o700 });
      await mkdir(indexDir, { recursive: true, mode: 0o700 });
    },

    async find(key) {
      const entry = await readEntry(indexOf(key));
      if (!entry) return undefined;
      const found = await stat(pathOf(entry.id)).catch(() => undefined);
      if (found?.size !== entry.bytes) return undefined;
      const seconds = now() / 1000;
      await utimes(pathOf(entry.id), seconds, seconds);
      return entry;
    },

    async add(key, path, facts) {
      const id = await hashFile(path);
      const isNew = !existsSync(pathOf(id));
      await flush(path);
      await rename(path, pathOf(id));
      const seconds = now() / 1000;
      await utimes(pathOf(id), seconds, seconds);
      const entry = { id, ...facts };
      const temp = join(tempDir, `${key}.${randomUUID()}.json`);
      try {
        await writeFlushed(temp, JSON.stringify(entry));
        await rename(temp, indexOf(key));
      } catch (error) {
        await rm(temp, { force: true });
        throw error;
      }
      await flush(dir);
      await flush(indexDir);
      if (isNew) {
        files++;
        bytes += facts.bytes;
      }
      return entry;
    },

    file(id) {
      const path = pathOf(id);
      if (!/^[0-9a-f]{64}$/.test(id) || !existsSync(path)) return undefined;
      const seconds = now() / 1000;
      utimesSync(path, seconds, seconds);
      return path;
    },

    workDir: () => mkdtemp(join(tempDir, 'render-')),

    async evict(limit = limitBytes) {
      const audio = await listAudio();
      let left = audio.reduce((sum, { size }) => sum + size, 0);
      const kept = new Set(audio.map(({ id }) => id));
      for (const { id, size, usedAt } of audio) {
        const idle = now() - usedAt;
        if (idle < IN_USE_MS || (left <= limit && idle < maxAgeMs)) continue;
        await unlink(pathOf(id));
        kept.delete(id);
        left -= size;
      }
      await dropStaleEntries(kept);
      files = kept.size;
      bytes = left;
      return left;
    },

    size: () => ({ files, bytes, limitBytes }),
  };
  return cache;
}
