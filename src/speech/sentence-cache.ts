import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type Pcm, readWav } from './pcm.ts';

export interface SentenceCacheOptions {
  /** A folder of its own. */
  dir: string;
  limitBytes: number;
  /** UTC milliseconds. */
  now: () => number;
}

/** The sound of single sentences, so that a changed bulletin costs only what was changed. */
export interface SentenceCache {
  open(): Promise<void>;
  /** The sound under this key; else `make` writes it to the path that it is given. Undefined: it wrote no sound. */
  get(key: unknown, make: (path: string) => Promise<void>): Promise<Pcm | undefined>;
  /** Deletes the least used beyond the limit. */
  evict(limitBytes?: number): Promise<void>;
}

/**
 * A sentence as a WAV file by the digest of what made it. Nothing is flushed: what a power cut spoils has a wrong
 * length or no header, and is made again.
 */
export function createSentenceCache({ dir, limitBytes, now }: SentenceCacheOptions): SentenceCache {
  let bytes = 0;

  async function find(path: string): Promise<Pcm | undefined> {
    const pcm = await readWav(path).catch(() => undefined);
    if (!pcm) return undefined;
    await touch(path);
    return pcm;
  }

  /** By the station's clock, made or used: the machine's may be years behind. */
  async function touch(path: string): Promise<void> {
    const seconds = now() / 1_000;
    await utimes(path, seconds, seconds).catch(() => {});
  }

  const cache: SentenceCache = {
    async open() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const left = (await readdir(dir)).filter((name) => name.includes('.part'));
      for (const name of left) await rm(join(dir, name), { force: true });
      await cache.evict();
    },
    async get(key, make) {
      const path = join(dir, `${createHash('sha256').update(JSON.stringify(key)).digest('hex')}.wav`);
      const found = await find(path);
      if (found) return found;
      const part = `${path}.${randomUUID()}.part`;
      try {
        await make(part);
        const pcm = await readWav(part);
        if (pcm) {
          await touch(part);
          await rename(part, path);
          bytes += pcm.samples.byteLength;
          if (bytes > limitBytes) await cache.evict();
        }
        return pcm;
      } finally {
        await rm(part, { force: true });
      }
    },
    async evict(limit = limitBytes) {
      const files = [];
      for (const name of (await readdir(dir)).filter((file) => file.endsWith('.wav'))) {
        const { size, mtimeMs } = await stat(join(dir, name));
        files.push({ name, size, mtimeMs });
      }
      bytes = files.reduce((sum, { size }) => sum + size, 0);
      // Down to three quarters, so that not every new sentence has to make room for itself.
      const kept = bytes > limit ? limit * 0.75 : limit;
      for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
        if (bytes <= kept) break;
        await rm(join(dir, name), { force: true });
        bytes -= size;
      }
    },
  };
  return cache;
}

/** Sentences made anew each time, in a folder that somebody else sweeps away. */
export function freshSentences(dir: string): Pick<SentenceCache, 'get'> {
  return {
    async get(_key, make) {
      const path = join(dir, `${randomUUID()}.wav`);
      await make(path);
      return readWav(path);
    },
  };
}
