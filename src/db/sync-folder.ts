import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Network and FAT folders that know no such thing. */
const NOT_THERE = ['EINVAL', 'ENOTSUP', 'EPERM', 'EBADF', 'EISDIR'];

/** Makes a rename or a new file in the folder last through a power cut, as far as the folder's disk lets us. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!NOT_THERE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(handle);
  }
}
