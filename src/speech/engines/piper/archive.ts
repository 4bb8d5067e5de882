import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { ArchiveError, type ArchiveFile } from './archive-file.ts';
import { readZip } from './zip.ts';

/** The files of a .tar.bz2, .tar.gz or .zip, by its first bytes. Each must be read to its end before the next. */
export async function* filesIn(path: string): AsyncGenerator<ArchiveFile> {
  const kind = await kindOf(path);
  if (kind === 'zip') return yield* readZip(path);
  const source = createReadStream(path);
  const unpacked = kind === 'gz' ? createGunzip() : new PassThrough();
  const extract = tar.extract();
  const work = kind === 'gz' ? pipeline(source, unpacked) : bunzip(source, unpacked);
  // Whatever goes wrong in front ends the reading behind.
  const feeding = Promise.all([work, pipeline(unpacked, extract)]).catch((error: Error) => {
    extract.destroy(error);
    throw error;
  });
  feeding.catch(() => {});
  try {
    for await (const entry of extract) {
      const { name, type } = entry.header;
      if (type !== 'file' && type !== 'directory') throw new ArchiveError(`${type}: ${name}`);
      if (type === 'file') yield { name, content: entry as unknown as Readable };
      else entry.resume();
    }
    await feeding;
  } catch (error) {
    throw error instanceof ArchiveError ? error : new ArchiveError((error as Error).message);
  } finally {
    source.destroy();
    extract.destroy();
  }
}

async function kindOf(path: string): Promise<'zip' | 'gz' | 'bz2'> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  if (buffer.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'zip';
  if (buffer.toString('latin1', 0, 3) === 'BZh') return 'bz2';
  if (buffer.readUInt16BE(0) === 0x1f8b) return 'gz';
  throw new ArchiveError('.tar.bz2, .tar.gz, .zip?');
}

/** Node reads no bzip2; Debian's program does. */
async function bunzip(source: Readable, target: PassThrough): Promise<void> {
  const child = spawn('bzip2', ['-dc'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ArchiveError(error.code === 'ENOENT' ? 'apt-get install bzip2' : error.message)),
    );
    child.once('close', (code) => (code === 0 ? resolve() : reject(new ArchiveError(`bzip2: ${code}`))));
  });
  try {
    await Promise.all([ended, pipeline(source, child.stdin), pipeline(child.stdout, target)]);
  } finally {
    child.kill('SIGKILL');
  }
}
