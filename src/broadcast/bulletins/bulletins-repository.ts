import type { Db } from '../../db/open.ts';
import type { Decisions } from '../../speech/index.ts';
import type { BulletinRecording } from '../recordings/languages.ts';
import type { Bulletin, BulletinState } from './schemas.ts';

/** What an editor writes: one version, which never changes. */
export interface VersionRecord {
  bulletinId: string;
  version: number;
  title: string;
  text: string;
  voice: string | null;
  speed: number;
  pitch: number;
  decisions: Decisions;
  recordings: BulletinRecording[];
  chime: string | null;
  priority: 'normal' | 'priority';
  authorId: string;
  authorName: string;
  createdAt: number;
  spoken: string;
}

/** Where a bulletin stands. */
export interface BulletinHead {
  id: string;
  version: number;
  state: BulletinState;
  titleKey: string;
  authorId: string;
  authorName: string;
  approvedById: string | null;
  approvedByName: string | null;
  approvedAt: number | null;
  returnReason: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface VersionSummary {
  version: number;
  title: string;
  text: string;
  authorName: string;
  createdAt: number;
}

export interface BulletinFilter {
  state?: BulletinState | undefined;
  /** A part of a folded title. */
  key?: string | undefined;
  /** Only of this author. */
  authorId?: string | undefined;
  /** Of anybody but this author. */
  notAuthorId?: string | undefined;
}

/** A version as it rests: what has a shape of its own is JSON. */
type Stored<T> = Omit<T, 'decisions' | 'recordings'> & { decisions: string; recordings: string };

const SELECT = `SELECT b.id, v.title, v.text, v.voice, v.speed, v.pitch, v.decisions, v.recordings, v.chime, v.priority, b.state, b.version,
  b.author_id AS authorId, b.author_name AS authorName, b.approved_by_id AS approvedById,
  b.approved_by_name AS approvedByName, b.approved_at AS approvedAt, b.return_reason AS returnReason,
  b.created_at AS createdAt, b.updated_at AS updatedAt, v.spoken, v.duration_ms AS durationMs
  FROM bulletins b JOIN bulletin_versions v ON v.bulletin_id = b.id AND v.version = b.version`;

/** SQL of `bulletins` and `bulletin_versions`. */
export function bulletinsRepository(db: Db) {
  const insert = db.prepare<[BulletinHead]>(`INSERT INTO bulletins VALUES (@id, @version, @state, @titleKey,
    @authorId, @authorName, @approvedById, @approvedByName, @approvedAt, @returnReason, @createdAt, @updatedAt)`);
  const save = db.prepare<
    [Omit<BulletinHead, 'createdAt'>]
  >(`UPDATE bulletins SET version = @version, state = @state,
    title_key = @titleKey, author_id = @authorId, author_name = @authorName, approved_by_id = @approvedById,
    approved_by_name = @approvedByName, approved_at = @approvedAt, return_reason = @returnReason,
    updated_at = @updatedAt WHERE id = @id`);
  const insertVersion = db.prepare<
    [Stored<VersionRecord>]
  >(`INSERT INTO bulletin_versions (bulletin_id, version, title, text,
    voice, speed, pitch, decisions, recordings, chime, priority, author_id, author_name, created_at, spoken)
    VALUES (@bulletinId, @version, @title, @text, @voice, @speed, @pitch, @decisions, @recordings, @chime, @priority, @authorId, @authorName,
      @createdAt, @spoken)`);
  const get = db.prepare<[string], Stored<Bulletin>>(`${SELECT} WHERE b.id = ?`);
  const list = db.prepare<[Record<string, string | number | null>], Stored<Bulletin>>(`${SELECT}
    WHERE (@state IS NULL OR b.state = @state) AND (@key IS NULL OR instr(b.title_key, @key) > 0)
      AND (@authorId IS NULL OR b.author_id = @authorId)
      AND (@notAuthorId IS NULL OR b.author_id <> @notAuthorId)
      AND (b.updated_at, b.id) < (@updatedAt, @id)
    ORDER BY b.updated_at DESC, b.id DESC LIMIT @limit`);
  const versions = db.prepare<
    [{ id: string; before: number; limit: number }],
    VersionSummary
  >(`SELECT version, title, text, author_name AS authorName, created_at AS createdAt FROM bulletin_versions
    WHERE bulletin_id = @id AND version < @before ORDER BY version DESC LIMIT @limit`);
  const textOf = db
    .prepare<[string, number], string>(
      'SELECT text FROM bulletin_versions WHERE bulletin_id = ? AND version = ?',
    )
    .pluck();
  const recordingsOf = db
    .prepare<[string, number], string>(
      'SELECT recordings FROM bulletin_versions WHERE bulletin_id = ? AND version = ?',
    )
    .pluck();
  const setDuration = db.prepare<[number, string, number]>(
    'UPDATE bulletin_versions SET duration_ms = ? WHERE bulletin_id = ? AND version = ?',
  );
  const withChime = db
    .prepare<[string], number>(
      `SELECT count(*) FROM bulletins b JOIN bulletin_versions v ON v.bulletin_id = b.id AND v.version = b.version
        WHERE b.state <> 'archived' AND v.chime = ?`,
    )
    .pluck();
  return {
    insert: (head: BulletinHead) => void insert.run(head),
    save: (head: Omit<BulletinHead, 'createdAt'>) => void save.run(head),
    insertVersion: (version: VersionRecord) => void insertVersion.run(stored(version)),
    get(id: string): Bulletin | undefined {
      const row = get.get(id);
      return row && parsed(row);
    },
    /** Last changed first, before the cursor [updatedAt, id]. */
    list: (filter: BulletinFilter, limit: number, after?: [number, string]) =>
      list
        .all({
          state: filter.state ?? null,
          key: filter.key ?? null,
          authorId: filter.authorId ?? null,
          notAuthorId: filter.notAuthorId ?? null,
          updatedAt: after?.[0] ?? Number.MAX_SAFE_INTEGER,
          id: after?.[1] ?? '',
          limit,
        })
        .map(parsed),
    /** Newest first, before the cursor [version]. */
    versions: (id: string, limit: number, after?: [number]) =>
      versions.all({ id, limit, before: after?.[0] ?? Number.MAX_SAFE_INTEGER }),
    textOf: (id: string, version: number) => textOf.get(id, version),
    recordingsOf: (id: string, version: number): BulletinRecording[] =>
      JSON.parse(recordingsOf.get(id, version) ?? '[]'),
    setDuration: (id: string, version: number, ms: number) => void setDuration.run(ms, id, version),
    /** How many that are not archived have this chime. */
    withChime: (chime: string) => withChime.get(chime) ?? 0,
  };
}

function stored(version: VersionRecord): Stored<VersionRecord> {
  const { decisions, recordings } = version;
  return { ...version, decisions: JSON.stringify(decisions), recordings: JSON.stringify(recordings) };
}

function parsed(row: Stored<Bulletin>): Bulletin {
  return { ...row, decisions: JSON.parse(row.decisions), recordings: JSON.parse(row.recordings) };
}

export type BulletinsRepository = ReturnType<typeof bulletinsRepository>;
