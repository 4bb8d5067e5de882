import type { Readable } from 'node:stream';

/** A file of an archive; folders are made as they are needed, and everything else is refused. */
export interface ArchiveFile {
  name: string;
  content: Readable;
}

/** The archive is not one, or holds what no voice needs. The message is for both languages' `{reason}`. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
