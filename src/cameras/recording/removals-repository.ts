import type { Db } from '../../db/open.ts';

/** One row of `camera_removals`. */
export interface Removal {
  cameraId: string;
  /** UTC ms. */
  removedAt: number;
  /** Its recordings are to go. */
  erase: boolean;
}

type Stored = Omit<Removal, 'erase'> & { erase: number };

export type RemovalsRepository = ReturnType<typeof removalsRepository>;

/** SQL of `camera_removals`. */
export function removalsRepository(db: Db) {
  const columns = 'camera_id AS cameraId, removed_at AS removedAt, erase';
  const put = db.prepare<[Stored]>(`INSERT INTO camera_removals (camera_id, removed_at, erase)
    VALUES (@cameraId, @removedAt, @erase) ON CONFLICT (camera_id) DO UPDATE SET erase = excluded.erase`);
  const get = db.prepare<[string], Stored>(`SELECT ${columns} FROM camera_removals WHERE camera_id = ?`);
  const toErase = db.prepare<[], string>('SELECT camera_id FROM camera_removals WHERE erase = 1').pluck();
  return {
    /** Of one that is known already only `erase` is taken over. */
    put: (row: Removal) => void put.run({ ...row, erase: Number(row.erase) }),
    get(cameraId: string): Removal | undefined {
      const row = get.get(cameraId);
      return row && { ...row, erase: row.erase === 1 };
    },
    /** Cameras whose recordings are to go. */
    toErase: () => toErase.all(),
  };
}
