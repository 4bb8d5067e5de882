import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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
  /** What the file was when it was read last: its hash alone takes some 20 ms. */
  let known: { stamp: string; picture: Omit<MapPicture, 'data'> } | undefined;

  return {
    /** What the bytes are; throws `map.no_picture`, `map.too_large`. */
    check(data: Buffer): MapPicture {
      const head = readPictureHead(data);
      if (!head) throw new AppError('map.no_picture');
      if (head.width > SIDE_MAX || head.height > SIDE_MAX)
        throw new AppError('map.too_large', { most: SIDE_MAX });
      return { ...head, data, id: createHash('sha256').update(data).digest('hex') };
    },

    /** What it is; undefined where there is none. */
    async facts(): Promise<Omit<MapPicture, 'data'> | undefined> {
      const stamp = await stampOf(path);
      if (stamp === undefined) return undefined;
      if (known?.stamp === stamp) return known.picture;
      return this.read();
    },

    /** Undefined where there is none. */
    async read(): Promise<MapPicture | undefined> {
      const stamp = await stampOf(path);
      if (stamp === undefined) return undefined;
      const data = await readFile(path).catch(unlessMissing);
      if (!data) return undefined;
      if (known?.stamp === stamp && (await stampOf(path)) === stamp) return { ...known.picture, data };
      const { data: _, ...picture } = this.check(data);
      known = { stamp, picture };
      return { ...picture, data };
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

/** Another one for each file that was ever there: each is written anew and renamed. */
async function stampOf(path: string): Promise<string | undefined> {
  const facts = await stat(path, { bigint: true }).catch(unlessMissing);
  return facts && [facts.ino, facts.size, facts.mtimeNs].join();
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
