import type { Db } from '../../db/open.ts';

/** What tells a camera from others; '' where it is not known. */
export interface Identity {
  name: string;
  maker: string;
  model: string;
  serial: string;
  firmware: string;
  channel: string;
  /** Name of the zone that it stands in. */
  zone: string;
  place: string;
}

/** Of a camera that was removed before identities were kept. */
export const NOBODY: Identity = {
  name: '',
  maker: '',
  model: '',
  serial: '',
  firmware: '',
  channel: '',
  zone: '',
  place: '',
};

/** One row of `camera_identities`: so it was from that instant on, UTC ms of the box's clock. */
export interface IdentityRow extends Identity {
  cameraId: string;
  at: number;
}

const COLUMNS = 'camera_id AS cameraId, at, name, maker, model, serial, firmware, channel, zone, place';
/** A camera that is renamed more often within one export is told so often only. */
const CHANGES_MAX = 100;

export type IdentitiesRepository = ReturnType<typeof identitiesRepository>;

/** SQL of `camera_identities`. */
export function identitiesRepository(db: Db) {
  const insert = db.prepare<
    [IdentityRow]
  >(`INSERT INTO camera_identities (camera_id, at, name, maker, model, serial, firmware, channel, zone, place)
    VALUES (@cameraId, @at, @name, @maker, @model, @serial, @firmware, @channel, @zone, @place)`);
  const newest = db.prepare<[string], IdentityRow>(
    `SELECT ${COLUMNS} FROM camera_identities WHERE camera_id = ? ORDER BY rowid DESC LIMIT 1`,
  );
  const inForce = db.prepare<[string, number], IdentityRow>(`SELECT ${COLUMNS} FROM camera_identities
    WHERE camera_id = ? AND at <= ? ORDER BY at DESC, rowid DESC LIMIT 1`);
  const earliest = db.prepare<[string], IdentityRow>(
    `SELECT ${COLUMNS} FROM camera_identities WHERE camera_id = ? ORDER BY at, rowid LIMIT 1`,
  );
  const within = db.prepare<[string, number, number, number], IdentityRow>(`SELECT ${COLUMNS}
    FROM camera_identities WHERE camera_id = ? AND at > ? AND at < ? ORDER BY at, rowid LIMIT ?`);
  return {
    add: (row: IdentityRow) => void insert.run(row),
    /** As it was written last. */
    newest: (cameraId: string) => newest.get(cameraId),
    /** In force at an instant. */
    at: (cameraId: string, instant: number) => inForce.get(cameraId, instant) ?? earliest.get(cameraId),
    /** What became of it inside a range, oldest first. */
    within: (cameraId: string, from: number, to: number) => within.all(cameraId, from, to, CHANGES_MAX),
  };
}
