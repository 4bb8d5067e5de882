import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { ArchiveError, type ArchiveFile } from './archive-file.ts';

const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const LARGEST_DIRECTORY = 8 * 1024 ** 2;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Of the Unix mode, in the upper half of the external attributes. */
const SYMLINK = 0xa;

interface Entry {
  name: string;
  method: number;
  size: number;
  offset: number;
}

/** The files of a ZIP archive, as its central directory lists them (APPNOTE 4.3); no ZIP64, no encryption. */
export async function* readZip(path: string): AsyncGenerator<ArchiveFile> {
  await using file = await open(path);
  for (const entry of await entriesOf(file)) {
    const local = await bytesAt(file, entry.offset, LOCAL_BYTES);
    const start = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
    yield { name: entry.name, content: contentOf(path, entry, start) };
  }
}

function contentOf(path: string, { method, size, name }: Entry, start: number): Readable {
  if (method !== STORED && method !== DEFLATED) throw new ArchiveError(`method ${method}: ${name}`);
  // An empty file has no last byte to end at.
  if (size === 0) return Readable.from([]);
  const raw = createReadStream(path, { start, end: start + size - 1 });
  if (method === STORED) return raw;
  const inflate = createInflateRaw();
  raw.once('error', (error) => inflate.destroy(error));
  inflate.once('close', () => raw.destroy());
  return raw.pipe(inflate);
}

async function entriesOf(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_BYTES + LONGEST_COMMENT);
  const tail = await bytesAt(file, size - tailBytes, tailBytes);
  const end = lastIndexOf(tail, END);
  if (end < 0) throw new ArchiveError('no end of the directory');
  const bytes = tail.readUInt32LE(end + 12);
  const at = tail.readUInt32LE(end + 16);
  if (bytes > LARGEST_DIRECTORY || at + bytes > size) throw new ArchiveError('a damaged directory');
  const directory = await bytesAt(file, at, bytes);
  const entries: Entry[] = [];
  for (let i = 0; i + CENTRAL_BYTES <= bytes && directory.readUInt32LE(i) === CENTRAL; ) {
    const nameBytes = directory.readUInt16LE(i + 28);
    const name = directory.toString('utf8', i + CENTRAL_BYTES, i + CENTRAL_BYTES + nameBytes);
    if (directory.readUInt16LE(i + 8) & ENCRYPTED) throw new ArchiveError(`encrypted: ${name}`);
    if (directory.readUInt32LE(i + 38) >>> 28 === SYMLINK) throw new ArchiveError(`symlink: ${name}`);
    const entry = {
      name,
      method: directory.readUInt16LE(i + 10),
      size: directory.readUInt32LE(i + 20),
      offset: directory.readUInt32LE(i + 42),
    };
    if (entry.offset + entry.size > size) throw new ArchiveError(`cut short: ${name}`);
    if (!name.endsWith('/')) entries.push(entry);
    i += CENTRAL_BYTES + nameBytes + directory.readUInt16LE(i + 30) + directory.readUInt16LE(i + 32);
  }
  return entries;
}

function lastIndexOf(tail: Buffer, signature: number): number {
  for (let i = tail.length - END_BYTES; i >= 0; i--) if (tail.readUInt32LE(i) === signature) return i;
  return -1;
}

async function bytesAt(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  if (bytesRead < bytes) throw new ArchiveError('cut short');
  return buffer;
}
