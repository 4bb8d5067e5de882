import type { Db } from '../db/open.ts';

/** One row of `speakers`. */
export interface SpeakerRow {
  id: string;
  profile: string;
  settings: Record<string, string>;
  volume: number;
  enabled: boolean;
  plain: boolean;
  secretHash: string | null;
  confirmedAt: number | null;
  confirmedBy: string | null;
  lastSeenAt: number | null;
  createdAt: number;
}

interface Stored {
  id: string;
  profile: string;
  settings: string;
  volume: number;
  enabled: number;
  plain: number;
  secret_hash: string | null;
  confirmed_at: number | null;
  confirmed_by: string | null;
  last_seen_at: number | null;
  created_at: number;
}

/** A stop that a speaker has not confirmed; `playoutId` null stops everything. */
export interface StopRow {
  speakerId: string;
  playoutId: string | null;
  commandId: string;
  issuedAt: number;
  expiresAt: number;
}

/** A playout that the box has commanded, times in UTC ms. */
export interface PlayoutRow {
  playoutId: string;
  /** No speaker can honestly still be playing it after this. */
  until: number;
  /** Ids of those that were told; empty where that is not known any more. */
  speakers: string[];
  /** Null where it was only fetched ahead. */
  startsAt: number | null;
  durationMs: number;
}

/** The SQL of this slice: its own tables only. */
export class SpeakersRepository {
  readonly #db: Db;
  readonly #statements;

  constructor(db: Db) {
    this.#db = db;
    this.#statements = {
      all: db.prepare<[], Stored>('SELECT * FROM speakers ORDER BY created_at, id'),
      insert: db.prepare(`INSERT INTO speakers
        VALUES (@id, @profile, @settings, @volume, @enabled, @plain, @secretHash, @confirmedAt, @confirmedBy, @lastSeenAt, @createdAt)`),
      update: db.prepare(`UPDATE speakers SET settings = @settings, volume = @volume, enabled = @enabled,
        plain = @plain, secret_hash = @secretHash, confirmed_at = @confirmedAt, confirmed_by = @confirmedBy WHERE id = @id`),
      remove: db.prepare('DELETE FROM speakers WHERE id = ?'),
      seen: db.prepare('UPDATE speakers SET last_seen_at = ? WHERE id = ?'),
      playouts: db.prepare<[number], Omit<PlayoutRow, 'speakers'> & { speakers: string }>(
        `SELECT playout_id AS playoutId, until, speakers, starts_at AS startsAt, duration_ms AS durationMs
          FROM speaker_playouts WHERE until > ?`,
      ),
      addPlayout:
        db.prepare(`INSERT INTO speaker_playouts (playout_id, until, speakers, starts_at, duration_ms)
        VALUES (@playoutId, @until, @speakers, @startsAt, @durationMs)
        ON CONFLICT (playout_id) DO UPDATE SET until = max(until, excluded.until), speakers = excluded.speakers,
          starts_at = excluded.starts_at, duration_ms = excluded.duration_ms`),
      forgetPlayouts: db.prepare('DELETE FROM speaker_playouts WHERE until <= ?'),
      stops: db.prepare<
        [number],
        { speaker_id: string; playout_id: string; command_id: string; issued_at: number; expires_at: number }
      >('SELECT * FROM speaker_stops WHERE expires_at > ?'),
      addStop: db.prepare('INSERT OR REPLACE INTO speaker_stops VALUES (?, ?, ?, ?, ?)'),
      removeStop: db.prepare('DELETE FROM speaker_stops WHERE speaker_id = ? AND command_id = ?'),
      forgetStops: db.prepare('DELETE FROM speaker_stops WHERE expires_at <= ?'),
    };
  }

  /** Several writes as one commit. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work)();
  }

  all(): SpeakerRow[] {
    return this.#statements.all.all().map((row) => ({
      id: row.id,
      profile: row.profile,
      settings: JSON.parse(row.settings) as Record<string, string>,
      volume: row.volume,
      enabled: row.enabled === 1,
      plain: row.plain === 1,
      secretHash: row.secret_hash,
      confirmedAt: row.confirmed_at,
      confirmedBy: row.confirmed_by,
      lastSeenAt: row.last_seen_at,
      createdAt: row.created_at,
    }));
  }

  insert(row: SpeakerRow): void {
    this.#statements.insert.run(bound(row));
  }

  /** Writes all that can change but `lastSeenAt`. */
  update(row: SpeakerRow): void {
    this.#statements.update.run(bound(row));
  }

  remove(id: string): void {
    this.#statements.remove.run(id);
  }

  seen(id: string, at: number): void {
    this.#statements.seen.run(at, id);
  }

  /** Playouts that a speaker may still honestly be playing at `now`. */
  playouts(now: number): PlayoutRow[] {
    return this.#statements.playouts
      .all(now)
      .map((row) => ({ ...row, speakers: JSON.parse(row.speakers) as string[] }));
  }

  addPlayout(row: PlayoutRow): void {
    this.#statements.addPlayout.run({ ...row, speakers: JSON.stringify(row.speakers) });
  }

  /** Drops what is no longer of use at `now`. */
  forget(now: number): void {
    this.#statements.forgetPlayouts.run(now);
    this.#statements.forgetStops.run(now);
  }

  stops(now: number): StopRow[] {
    return this.#statements.stops.all(now).map((row) => ({
      speakerId: row.speaker_id,
      playoutId: row.playout_id || null,
      commandId: row.command_id,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
    }));
  }

  addStop({ speakerId, playoutId, commandId, issuedAt, expiresAt }: StopRow): void {
    this.#statements.addStop.run(speakerId, playoutId ?? '', commandId, issuedAt, expiresAt);
  }

  removeStop(speakerId: string, commandId: string): void {
    this.#statements.removeStop.run(speakerId, commandId);
  }
}

function bound(row: SpeakerRow) {
  return {
    ...row,
    settings: JSON.stringify(row.settings),
    enabled: Number(row.enabled),
    plain: Number(row.plain),
  };
}
