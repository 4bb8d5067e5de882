import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable, type Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { Encrypter } from 'age-encryption';
import type { Extract, Pack } from 'tar-stream';
import { AppError } from '../../errors.ts';

/** A file on the disk and its name in the archive (`tls/ca.pem`). */
export interface ArchivedFile {
  name: string;
  path: string;
}

/** A web stream of Node's, typed as the browser's: age-encryption knows only that one. */
type WebStream = Parameters<Encrypter['encrypt']>[0] & ReadableStream<Uint8Array>;

/** Every regular file at or under `top/name`, in order; nothing where it does not exist. */
export async function filesUnder(top: string, name: string): Promise<ArchivedFile[]> {
  const path = join(top, name);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return [];
  if (found.isFile()) return [{ name, path }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ name: relative(top, file).split(sep).join('/'), path: file }));
}

/**
 * Writes the files as one tar, compressed with zstd and encrypted to an age recipient, to `output` as they are
 * read; nothing is ever whole in memory. `onBytes` is told how many bytes of the files have been read so far.
 */
export async function writeArchive(
  files: readonly ArchivedFile[],
  recipient: string,
  output: Writable,
  onBytes: (read: number) => void = () => {},
): Promise<void> {
  const [age, { pack }] = await Promise.all([import('age-encryption'), import('tar-stream')]);
  const tar = pack();
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 6 } });
  const encrypter = new age.Encrypter();
  encrypter.addRecipient(recipient);
  // The pipe is joined before the first byte, so that a failure on either side ends both.
  const compressed = pipeline(tar, zstd);
  const sealed = await encrypter.encrypt(Readable.toWeb(zstd) as WebStream);
  await Promise.all([
    addFiles(tar, files, onBytes),
    compressed,
    pipeline(Readable.fromWeb(sealed as WebStream), output),
  ]);
}

async function addFiles(tar: Pack, files: readonly ArchivedFile[], onBytes: (read: number) => void) {
  let read = 0;
  try {
    for (const { name, path } of files) {
      const { size, mtime } = await stat(path);
      const entry = tar.entry({ name, size, mtime, mode: 0o600 });
      await pipeline(
        createReadStream(path),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            read += chunk.length;
            onBytes(read);
            yield chunk;
          }
        },
        entry,
      );
    }
    tar.finalize();
  } catch (error) {
    tar.destroy(error as Error);
    throw error;
  }
}

/**
 * Opens an archive with the identity and lays its files under `target`; returns their names. Throws
 * `recovery.code_other` where the identity is not the right one, `backup.damaged` where a byte is wrong or missing,
 * and what the system says where the archive can't be read to its end or a file not be written.
 */
export async function readArchive(input: Readable, identity: CryptoKey, target: string): Promise<string[]> {
  const [age, { extract }] = await Promise.all([import('age-encryption'), import('tar-stream')]);
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(identity);
  let opened: ReadableStream<Uint8Array>;
  try {
    opened = (await decrypter.decrypt(Readable.toWeb(input) as WebStream)) as WebStream;
  } catch (error) {
    if (/no identity matched/i.test((error as Error).message)) {
      throw new AppError('recovery.code_other', {}, error);
    }
    throw blame(error);
  }
  const tar = extract();
  const written = unpack(tar, target);
  try {
    await Promise.all([
      pipeline(Readable.fromWeb(opened), createZstdDecompress() as Transform, tar),
      written,
    ]);
    return await written;
  } catch (error) {
    throw blame(error);
  }
}

/** A full or failing disk says nothing about the archive: only what a parser or the cipher refuses is damage. */
function blame(error: unknown): unknown {
  const { syscall, message } = error as NodeJS.ErrnoException;
  return syscall === undefined ? new AppError('backup.damaged', { reason: message }, error) : error;
}

async function unpack(tar: Extract, target: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of tar) {
    const { name, type } = entry.header;
    const path = join(target, name);
    if (type !== 'file' || relative(target, path).startsWith('..')) {
      throw new Error(`unexpected entry ${JSON.stringify(name)}`);
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(entry, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    names.push(name);
  }
  return names;
}
