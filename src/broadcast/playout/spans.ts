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

/** Reads what is planned or on air and shares a moment with `from` … `to`, in order; lengths may be estimates. */
export function spanReader(db: Db): (from: number, to: number) => Span[] {
  const read = db.prepare<[{ from: number; to: number }], Row>(`
    SELECT * FROM (
      SELECT p.id AS playoutId, p.schedule_id AS scheduleId, p.title, p.zone_ids AS zoneIds, p.planned_at AS at,
        p.planned_at + CAST(coalesce(p.duration_ms, v.duration_ms * p.repeats,
          length(v.spoken) * ${LETTER_MS} * p.repeats / v.speed, 60000) AS INTEGER) AS until
      FROM playouts p LEFT JOIN bulletins b ON b.id = p.bulletin_id
        LEFT JOIN bulletin_versions v ON v.bulletin_id = b.id AND v.version = b.version
      WHERE p.state IN ('planned', 'preparing', 'ready', 'playing') AND p.planned_at < @to)
    WHERE until > @from ORDER BY at, playoutId`);
  return (from, to) => read.all({ from, to }).map((row) => ({ ...row, zoneIds: JSON.parse(row.zoneIds) }));
}
