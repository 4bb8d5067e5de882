import type { Db } from '../../db/open.ts';
import type { Decisions } from '../../speech/index.ts';

/** What a template says, and how. */
export interface TemplateWords {
  title: string;
  text: string;
  voice: string | null;
  /** Semitones. */
  pitch: number;
  decisions: Decisions;
  chime: string | null;
  repeats: number;
}

/** A template as it is being written. */
export interface TemplateRecord extends TemplateWords {
  readonly id: string;
  version: number;
  authorId: string;
  authorName: string;
  createdAt: number;
  updatedAt: number;
}

/** The version of a template that is in force: it stays so until another one is released. */
export interface ReleaseRecord extends TemplateWords {
  readonly templateId: string;
  readonly version: number;
  readonly releasedById: string;
  readonly releasedByName: string;
  readonly releasedAt: number;
}

const SELECT = `SELECT id, title, text, voice, pitch, decisions, chime, repeats, version, author_id AS authorId,
  author_name AS authorName, created_at AS createdAt, updated_at AS updatedAt FROM emergency_templates`;
const SELECT_RELEASE = `SELECT template_id AS templateId, version, title, text, voice, pitch, decisions, chime,
  repeats, released_by_id AS releasedById, released_by_name AS releasedByName, released_at AS releasedAt
  FROM emergency_releases`;

/** As it rests: what has a shape of its own is JSON. */
type Stored<T> = Omit<T, 'decisions'> & { decisions: string };

function stored<T extends TemplateWords>(record: T): Stored<T> {
  return { ...record, decisions: JSON.stringify(record.decisions) };
}

function parsed<T extends TemplateWords>(row: Stored<T>): T;
function parsed<T extends TemplateWords>(row: Stored<T> | undefined): T | undefined;
function parsed<T extends TemplateWords>(row: Stored<T> | undefined): T | undefined {
  return row && ({ ...row, decisions: JSON.parse(row.decisions) } as unknown as T);
}

export type TemplatesRepository = ReturnType<typeof templatesRepository>;

/** SQL of `emergency_templates` and `emergency_releases`. */
export function templatesRepository(db: Db) {
  const insert = db.prepare<
    [Stored<TemplateRecord>]
  >(`INSERT INTO emergency_templates (id, title, text, voice, pitch,
    decisions, chime, repeats, version, author_id, author_name, created_at, updated_at) VALUES (@id, @title, @text, @voice, @pitch, @decisions, @chime,
    @repeats, @version, @authorId, @authorName, @createdAt, @updatedAt)`);
  const save = db.prepare<
    [Stored<TemplateRecord>]
  >(`UPDATE emergency_templates SET title = @title, text = @text,
    voice = @voice, pitch = @pitch, decisions = @decisions, chime = @chime, repeats = @repeats, version = @version, author_id = @authorId,
    author_name = @authorName, updated_at = @updatedAt WHERE id = @id`);
  const remove = db.prepare<[string]>('DELETE FROM emergency_templates WHERE id = ?');
  const get = db.prepare<[string], Stored<TemplateRecord>>(`${SELECT} WHERE id = ?`);
  const list = db.prepare<[Record<string, string | number | null>], Stored<TemplateRecord>>(`${SELECT}
    WHERE @id IS NULL OR (title, id) > (@title, @id) ORDER BY title, id LIMIT @limit`);
  const release = db.prepare<
    [Stored<ReleaseRecord>]
  >(`INSERT OR REPLACE INTO emergency_releases (template_id, version,
    title, text, voice, pitch, decisions, chime, repeats, released_by_id, released_by_name, released_at) VALUES (@templateId,
    @version, @title, @text, @voice, @pitch, @decisions, @chime, @repeats, @releasedById, @releasedByName, @releasedAt)`);
  const inForce = db.prepare<[string], Stored<ReleaseRecord>>(`${SELECT_RELEASE} WHERE template_id = ?`);
  const allInForce = db.prepare<[], Stored<ReleaseRecord>>(`${SELECT_RELEASE} ORDER BY template_id`);
  const withChime = db
    .prepare<[{ chime: string }], number>(
      `SELECT count(*) FROM emergency_templates t LEFT JOIN emergency_releases r ON r.template_id = t.id
        WHERE t.chime = @chime OR r.chime = @chime`,
    )
    .pluck();
  return {
    insert: (record: TemplateRecord) => void insert.run(stored(record)),
    save: (record: TemplateRecord) => void save.run(stored(record)),
    remove: (id: string) => void remove.run(id),
    get: (id: string) => parsed(get.get(id)),
    /** By title, after the cursor [title, id]. */
    list: (limit: number, after?: [string, string]) =>
      list.all({ title: after?.[0] ?? null, id: after?.[1] ?? null, limit }).map((row) => parsed(row)),
    /** Puts a version in force, in place of the one before. */
    release: (record: ReleaseRecord) => void release.run(stored(record)),
    inForce: (id: string) => parsed(inForce.get(id)),
    allInForce: () => allInForce.all().map((row) => parsed(row)),
    withChime: (chime: string) => withChime.get({ chime }) ?? 0,
  };
}
