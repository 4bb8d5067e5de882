import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { filesIn } from './archive.ts';
import { ArchiveError } from './archive-file.ts';

export interface UnpackLimits {
  bytes: number;
  files: number;
}

/** The largest Piper voices have 120 MB and some 400 files. */
const LIMITS: UnpackLimits = { bytes: 600 * 1024 ** 2, files: 5_000 };
const DEEPEST = 10;

/**
 * Unpacks an archive into an empty folder. Throws ArchiveError for names that lead out of it, for links, and beyond
 * the limits: what is written counts, not what the archive says of itself.
 */
export async function unpack(archive: string, dir: string, limits: UnpackLimits = LIMITS): Promise<void> {
  let bytes = 0;
  let files = 0;
  for await (const { name, content } of filesIn(archive)) {
    if (++files > limits.files) throw new ArchiveError(`> ${limits.files} tệp (files)`);
    const path = join(dir, ...partsOf(name));
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        const isTooMuch = bytes > limits.bytes;
        done(isTooMuch ? new ArchiveError(`> ${Math.round(limits.bytes / 1024 ** 2)} MB`) : null, chunk);
      },
    });
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // wx: an archive that names a file twice, or one that is a folder already, is up to something.
      await pipeline(content, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      if (error instanceof ArchiveError || isOfDisk(error)) throw error;
      throw new ArchiveError(`${name}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
    }
  }
}

function isOfDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function partsOf(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isWrong = (part: string) => part === '..' || /[\\:\p{Cc}]/u.test(part) || part.length > 200;
  if (name.startsWith('/') || parts.length === 0 || parts.length > DEEPEST || parts.some(isWrong))
    throw new ArchiveError(JSON.stringify(name.slice(0, 100)));
  return parts;
}
