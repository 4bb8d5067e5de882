import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../db/sync-folder.ts';
import { AppError } from '../../errors.ts';
import { type PictureHead, readPictureHead } from './picture.ts';

export const MAP_MAX_BYTES = 8 * 1024 ** 2;
/** A browser holds four bytes a pixel of it. */
const SIDE_MAX = 10_000;

export interface MapPicture extends PictureHead {
  data: Buffer;
  /** SHA-256 of the bytes, hex. */
  id: string;
}

/** The picture of the commune on which cameras are placed: one file, replaced as a whole. */
export function createCommuneMap(folder: string) {
  const path = join(folder, 'commune-map');

  return {
    /** What the bytes are; throws `map.no_picture`, `map.too_large`. */
    check(data: Buffer): MapPicture {
      const head = readPictureHead(data);
      if (!head) throw new AppError('map.no_picture');
      if (head.width > SIDE_MAX || head.height > SIDE_MAX)
        throw new AppError('map.too_large', { most: SIDE_MAX });
      return { ...head, data, id: createHash('sha256').update(data).digest('hex') };
    },

    /** Undefined where there is none. */
    async read(): Promise<MapPicture | undefined> {
      const data = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return data && this.check(data);
    },

    /** @param commit writes what goes with it, just before the new picture takes the place of the old */
    async write({ data }: MapPicture, commit: () => void): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const fresh = `${path}.new`;
      await writeFile(fresh, data, { mode: 0o600, flush: true });
      commit();
      await rename(fresh, path);
      syncFolder(folder);
    },

    async remove(): Promise<void> {
      await rm(path, { force: true });
    },
  };
}
