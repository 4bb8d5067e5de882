import type { Db } from '../db/open.ts';
import type { Profile, ProfileInput } from './schemas.ts';

type Stored = Omit<Profile, 'title' | 'province'>;

/** The SQL of the commune's one row. */
export function profileRepository(db: Db) {
  const read = db.prepare<[], Stored>(`SELECT kind, name, code, province_code AS provinceCode, address, phone,
    leader, lat, lon, version, updated_at AS updatedAt FROM commune WHERE id = 1`);
  const write = db.prepare(`UPDATE commune SET kind = :kind, name = :name, code = :code,
    province_code = :provinceCode, address = :address, phone = :phone, leader = :leader, lat = :lat, lon = :lon,
    version = version + 1, updated_at = :updatedAt WHERE id = 1`);
  return {
    read(): Stored {
      const row = read.get();
      if (!row) throw new Error('the row of the commune is missing');
      return row;
    },
    write: (profile: ProfileInput & { updatedAt: number }) => void write.run(profile),
  };
}
