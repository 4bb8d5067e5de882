import type { Db } from '../../db/open.ts';
import type { CameraStream } from '../schemas.ts';

/** One row of `cameras`. */
export interface CameraRow {
  id: string;
  profile: string;
  host: string;
  onvifUrl: string | null;
  unitKey: string;
  /** Of WS-Discovery; '' while unknown. */
  endpointRef: string;
  channel: string;
  maker: string;
  model: string;
  firmware: string;
  serial: string;
  streams: CameraStream[];
  ptz: boolean;
  /** Sealed (account.ts). */
  credentials: string | null;
  owner: 'commune' | 'police' | 'household';
  ownerName: string;
  conformity: string;
  mapX: number | null;
  mapY: number | null;
  enabled: boolean;
  /** UTC ms. */
  readAt: number | null;
  createdAt: number;
}

type Stored = Omit<CameraRow, 'streams' | 'ptz' | 'enabled'> & {
  streams: string;
  ptz: number;
  enabled: number;
};

const COLUMNS = {
  id: 'id',
  profile: 'profile',
  host: 'host',
  onvifUrl: 'onvif_url',
  unitKey: 'unit_key',
  endpointRef: 'endpoint_ref',
  channel: 'channel',
  maker: 'maker',
  model: 'model',
  firmware: 'firmware',
  serial: 'serial',
  streams: 'streams',
  ptz: 'ptz',
  credentials: 'credentials',
  owner: 'owner',
  ownerName: 'owner_name',
  conformity: 'conformity',
  mapX: 'map_x',
  mapY: 'map_y',
  enabled: 'enabled',
  readAt: 'read_at',
  createdAt: 'created_at',
} as const satisfies Record<keyof CameraRow, string>;

/** The SQL of the registry: its own table only. */
export function camerasRepository(db: Db) {
  const columns = Object.entries(COLUMNS);
  const all = db.prepare<[], Stored>(
    `SELECT ${columns.map(([key, column]) => `${column} AS ${key}`).join(', ')} FROM cameras ORDER BY id`,
  );
  const insert = db.prepare(
    `INSERT INTO cameras (${columns.map(([, column]) => column).join(', ')})
      VALUES (${columns.map(([key]) => `:${key}`).join(', ')})`,
  );
  const kept = columns.filter(([key]) => key !== 'id' && key !== 'createdAt');
  const update = db.prepare(
    `UPDATE cameras SET ${kept.map(([key, column]) => `${column} = :${key}`).join(', ')} WHERE id = :id`,
  );
  const remove = db.prepare<[string]>('DELETE FROM cameras WHERE id = ?');

  return {
    all: (): CameraRow[] =>
      all.all().map((row) => ({
        ...row,
        streams: JSON.parse(row.streams) as CameraStream[],
        ptz: row.ptz === 1,
        enabled: row.enabled === 1,
      })),
    insert: (row: CameraRow) => void insert.run(bound(row)),
    update: (row: CameraRow) => void update.run(bound(row)),
    remove: (id: string) => remove.run(id).changes > 0,
  };
}

export type CamerasRepository = ReturnType<typeof camerasRepository>;

function bound(row: CameraRow) {
  return {
    ...row,
    streams: JSON.stringify(row.streams),
    ptz: Number(row.ptz),
    enabled: Number(row.enabled),
  };
}
