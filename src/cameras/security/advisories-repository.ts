import type { Db } from '../../db/open.ts';
import type { Advisory } from './advisory.ts';

type Key = Pick<Advisory, 'id' | 'maker' | 'models' | 'affected'>;

/** The SQL of imported advisories. */
export function advisoriesRepository(db: Db) {
  const all = db.prepare<[], Advisory>(
    'SELECT id, maker, models, affected, extent, severity, title, source FROM camera_advisories ORDER BY id, maker, models, affected',
  );
  const save = db.prepare<[Advisory]>(`INSERT INTO camera_advisories
    VALUES (:id, :maker, :models, :affected, :extent, :severity, :title, :source)
    ON CONFLICT (id, maker, models, affected) DO UPDATE SET extent = excluded.extent,
      severity = excluded.severity, title = excluded.title, source = excluded.source`);
  const remove = db.prepare<Key>(
    'DELETE FROM camera_advisories WHERE id = :id AND maker = :maker AND models = :models AND affected = :affected',
  );
  return {
    remove: (key: Key) => remove.run(key).changes > 0,
    all: () => all.all(),
    save: (advisory: Advisory) => save.run(advisory),
  };
}
