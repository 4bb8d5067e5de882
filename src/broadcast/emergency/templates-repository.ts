import type { Db } from '../../db/open.ts';

/** What a template says, and how. */
export interface TemplateWords {
  title: string;
  text: string;
  voice: string | null;
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

const SELECT = `SELECT id, title, text, voice, chime, repeats, version, author_id AS authorId,
  author_name AS authorName, created_at AS createdAt, updated_at AS updatedAt FROM emergency_templates`;
const SELECT_RELEASE = `SELECT template_id AS templateId, version, title, text, voice, chime, repeats,
  released_by_id AS releasedById, released_by_name AS releasedByName, released_at AS releasedAt
  FROM emergency_releases`;

export type TemplatesRepository = ReturnType<typeof templatesRepository>;

/** SQL of `emergency_templates` and `emergency_releases`. */
export function templatesRepository(db: Db) {
  const insert = db.prepare<[TemplateRecord]>(`INSERT INTO emergency_templates (id, title, text, voice, chime,
    repeats, version, author_id, author_name, created_at, updated_at) VALUES (@id, @title, @text, @voice, @chime,
    @repeats, @version, @authorId, @authorName, @createdAt, @updatedAt)`);
  const save = db.prepare<[TemplateRecord]>(`UPDATE emergency_templates SET title = @title, text = @text,
    voice = @voice, chime = @chime, repeats = @repeats, version = @version, author_id = @authorId,
    author_name = @authorName, updated_at = @updatedAt WHERE id = @id`);
  const remove = db.prepare<[string]>('DELETE FROM emergency_templates WHERE id = ?');
  const get = db.prepare<[string], TemplateRecord>(`${SELECT} WHERE id = ?`);
  const list = db.prepare<[Record<string, string | number | null>], TemplateRecord>(`${SELECT}
    WHERE @id IS NULL OR (title, id) > (@title, @id) ORDER BY title, id LIMIT @limit`);
  const release = db.prepare<
    [ReleaseRecord]
  >(`INSERT OR REPLACE INTO emergency_releases (template_id, version,
    title, text, voice, chime, repeats, released_by_id, released_by_name, released_at) VALUES (@templateId,
    @version, @title, @text, @voice, @chime, @repeats, @releasedById, @releasedByName, @releasedAt)`);
  const inForce = db.prepare<[string], ReleaseRecord>(`${SELECT_RELEASE} WHERE template_id = ?`);
  const allInForce = db.prepare<[], ReleaseRecord>(`${SELECT_RELEASE} ORDER BY template_id`);
  return {
    insert: (record: TemplateRecord) => void insert.run(record),
    save: (record: TemplateRecord) => void save.run(record),
    remove: (id: string) => void remove.run(id),
    get: (id: string) => get.get(id),
    /** By title, after the cursor [title, id]. */
    list: (limit: number, after?: [string, string]) =>
      list.all({ title: after?.[0] ?? null, id: after?.[1] ?? null, limit }),
    /** Puts a version in force, in place of the one before. */
    release: (record: ReleaseRecord) => void release.run(record),
    inForce: (id: string) => inForce.get(id),
    allInForce: () => allInForce.all(),
  };
}
