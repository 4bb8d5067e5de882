import type { Db } from '../../db/open.ts';
import type { Relay, RelayTarget } from './schemas.ts';

/** A target as stored; `credentials` is sealed JSON. */
export type TargetRow = Omit<RelayTarget, 'username'> & { credentials: string | null };

/** A relay as stored. */
export type RelayRow = Omit<Relay, 'cameraName' | 'targetName' | 'flowing' | 'problem'> & {
  /** The user and the machine that asked; null for the province. */
  askedById: string | null;
  askedFrom: string | null;
};

const TARGET = 'id, name, url, credentials, created_by AS createdBy, created_at AS createdAt';
const RELAY = `id, camera_id AS cameraId, target_id AS targetId, stream, asked_by AS askedBy,
  asked_by_id AS askedById, asked_from AS askedFrom, reason,
  started_at AS startedAt, until, ended_at AS endedAt, ended_why AS endedWhy`;

/** The SQL of relays and of where they may go. */
export function relaysRepository(db: Db) {
  const targets = db.prepare<[], TargetRow>(`SELECT ${TARGET} FROM camera_relay_targets ORDER BY name, id`);
  const target = db.prepare<[string], TargetRow>(`SELECT ${TARGET} FROM camera_relay_targets WHERE id = ?`);
  const insertTarget =
    db.prepare(`INSERT INTO camera_relay_targets (id, name, url, credentials, created_by, created_at)
    VALUES (:id, :name, :url, :credentials, :createdBy, :createdAt)`);
  const removeTarget = db.prepare<[string]>('DELETE FROM camera_relay_targets WHERE id = ?');
  const open = db.prepare<[], RelayRow>(
    `SELECT ${RELAY} FROM camera_relays WHERE ended_at IS NULL ORDER BY started_at`,
  );
  const recent = db.prepare<[number], RelayRow>(
    `SELECT ${RELAY} FROM camera_relays ORDER BY ended_at IS NULL DESC, started_at DESC LIMIT ?`,
  );
  const one = db.prepare<[string], RelayRow>(`SELECT ${RELAY} FROM camera_relays WHERE id = ?`);
  const drop = db.prepare<[number]>('DELETE FROM camera_relays WHERE ended_at < ?');
  const insert =
    db.prepare(`INSERT INTO camera_relays (id, camera_id, target_id, stream, asked_by, asked_by_id,
      asked_from, reason, started_at, until)
    VALUES (:id, :cameraId, :targetId, :stream, :askedBy, :askedById, :askedFrom, :reason, :startedAt, :until)`);
  const end = db.prepare<[number, string, string]>(
    'UPDATE camera_relays SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL',
  );

  return {
    targets: () => targets.all(),
    target: (id: string) => target.get(id),
    insertTarget: (row: TargetRow) => insertTarget.run(row),
    removeTarget: (id: string) => removeTarget.run(id),
    /** Those that have not ended, the oldest first. */
    open: () => open.all(),
    /** Those under way first, then the newest. */
    recent: (limit: number) => recent.all(limit),
    one: (id: string) => one.get(id),
    /** Removes those that ended before, UTC ms. */
    drop: (before: number) => drop.run(before),
    insert: (row: RelayRow) => insert.run(row),
    end: (id: string, at: number, why: NonNullable<Relay['endedWhy']>) => end.run(at, why, id),
  };
}
