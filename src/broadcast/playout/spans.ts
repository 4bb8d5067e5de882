import type { Db } from '../../db/open.ts';
import { LETTER_MS } from '../bulletins/duration.ts';

/** A stretch of time in which a playout will hold the speakers of its zones. */
export interface Span {
  readonly playoutId: string;
  readonly scheduleId: string | null;
  readonly title: string;
  readonly zoneIds: readonly string[];
  readonly at: number;
  readonly until: number;
}

interface Row extends Omit<Span, 'zoneIds'> {
  zoneIds: string;
}

/** Where the page before ended. */
export type SpanCursor = Pick<Span, 'at' | 'playoutId'>;

const PAGE = 250;

/**
 * Reads what is planned before `to` or on air, in order and a page at a time: a hundred schedules plan some ten
 * thousand playouts in two weeks. Lengths may be estimates.
 */
export function spanReader(db: Db): (to: number, after?: SpanCursor) => { spans: Span[]; next?: SpanCursor } {
  // By itself SQLite would go through the whole log: the other index holds the order too.
  const read = db.prepare<[{ to: number; at: number; id: string }], Row>(`
    SELECT p.id AS playoutId, p.schedule_id AS scheduleId, p.title, p.zone_ids AS zoneIds, p.planned_at AS at,
      p.planned_at + CAST(coalesce(p.duration_ms, v.duration_ms * p.repeats,
        length(v.spoken) * ${LETTER_MS} * p.repeats / v.speed, 60000) AS INTEGER) AS until
    FROM playouts p INDEXED BY playouts_open LEFT JOIN bulletins b ON b.id = p.bulletin_id
      LEFT JOIN bulletin_versions v ON v.bulletin_id = b.id AND v.version = b.version
    WHERE p.state IN ('planned', 'preparing', 'ready', 'playing') AND p.planned_at < @to
      AND (p.planned_at, p.id) > (@at, @id)
    ORDER BY p.planned_at, p.id LIMIT ${PAGE}`);
  return (to, after = { at: 0, playoutId: '' }) => {
    const rows = read.all({ to, at: after.at, id: after.playoutId });
    const last = rows.at(-1);
    return {
      spans: rows.map((row) => ({ ...row, zoneIds: JSON.parse(row.zoneIds) })),
      ...(rows.length === PAGE && last ? { next: last } : {}),
    };
  };
}
