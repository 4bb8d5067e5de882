import type { Db } from '../../db/open.ts';

export interface TemplateRecord {
  readonly id: string;
  title: string;
  text: string;
  voice: string | null;
  chime: string | null;
  repeats: number;
  state: 'draft' | 'released';
  version: number;
  authorId: string;
  authorName: string;
  releasedById: string | null;
  releasedByName: string | null;
  releasedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

const SELECT = `SELECT id, title, text, voice, chime, repeats, state, version, author_id AS authorId,
  author_name AS authorName, released_by_id AS releasedById, released_by_name AS releasedByName,
  released_at AS releasedAt, created_at AS createdAt, updated_at AS updatedAt FROM emergency_templates`;

export type TemplatesRepository = ReturnType<typeof templatesRepository>;

/** SQL of `emergency_templates`. */
export function templatesRepository(db: Db) {
  const insert = db.prepare<
    [TemplateRecord]
  >(`INSERT INTO emergency_templates VALUES (@id, @title, @text, @voice,
    @chime, @repeats, @state, @version, @authorId, @authorName, @releasedById, @releasedByName, @releasedAt,
    @createdAt, @updatedAt)`);
  const save = db.prepare<[TemplateRecord]>(`UPDATE emergency_templates SET title = @title, text = @text,
    voice = @voice, chime = @chime, repeats = @repeats, state = @state, version = @version, author_id = @authorId,
    author_name = @authorName, released_by_id = @releasedById, released_by_name = @releasedByName,
    released_at = @releasedAt, updated_at = @updatedAt WHERE id = @id`);
  const remove = db.prepare<[string]>('DELETE FROM emergency_templates WHERE id = ?');
  const get = db.prepare<[string], TemplateRecord>(`${SELECT} WHERE id = ?`);
  const list = db.prepare<[Record<string, string | number | null>], TemplateRecord>(`${SELECT}
    WHERE @id IS NULL OR (title, id) > (@title, @id) ORDER BY title, id LIMIT @limit`);
  const released = db.prepare<[], TemplateRecord>(`${SELECT} WHERE state = 'released' ORDER BY id`);
  return {
    insert: (record: TemplateRecord) => void insert.run(record),
    save: (record: TemplateRecord) => void save.run(record),
    remove: (id: string) => void remove.run(id),
    get: (id: string) => get.get(id),
    /** By title, after the cursor [title, id]. */
    list: (limit: number, after?: [string, string]) =>
      list.all({ title: after?.[0] ?? null, id: after?.[1] ?? null, limit }),
    released: () => released.all(),
  };
}
