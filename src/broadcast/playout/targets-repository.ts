import type { Db } from '../../db/open.ts';
import type { Target } from './target.ts';

/** SQL of `playout_targets`. */
export interface TargetsRepository {
  /** Writes the rows of a command; whatever else is known of them by then is an update. */
  insert(playoutId: string, targets: Iterable<Target>): void;
  update(playoutId: string, target: Target): void;
  /** Everything a playout's speakers did, by name. */
  of(playoutId: string): Target[];
  /** What one of them did. */
  get(playoutId: string, speakerId: string): Target | undefined;
  /** Forgets all rows of a playout; returns how many. */
  forget(playoutId: string): number;
}

type Row = Omit<Target, 'away'>;

export function targetsRepository(db: Db): TargetsRepository {
  // One statement for them all: an emergency waits for this.
  const insert = db.prepare<[string, string]>(`
    INSERT INTO playout_targets (playout_id, speaker_id, name, zone_id, acknowledges, state, commanded_at, finished_at,
      voice)
    SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
    FROM json_each(?)`);
  const update = db.prepare<[Row & { playoutId: string }]>(`
    UPDATE playout_targets SET state = @state, accepted_at = @acceptedAt, started_at = @startedAt,
      finished_at = @finishedAt, late_ms = @lateMs, error = @error, detail = @detail
    WHERE playout_id = @playoutId AND speaker_id = @speakerId`);
  const select = `
    SELECT speaker_id AS speakerId, name, zone_id AS zoneId, acknowledges, state, commanded_at AS commandedAt,
      accepted_at AS acceptedAt, started_at AS startedAt, finished_at AS finishedAt, late_ms AS lateMs,
      error, detail, voice
    FROM playout_targets WHERE playout_id = ?`;
  const of = db.prepare<[string], Row>(`${select} ORDER BY name, speaker_id`);
  const get = db.prepare<[string, string], Row>(`${select} AND speaker_id = ?`);
  const forget = db.prepare<[string]>('DELETE FROM playout_targets WHERE playout_id = ?');
  return {
    insert(playoutId, targets) {
      const rows = Array.from(targets, (target) => {
        const { speakerId, name, zoneId, acknowledges, state, commandedAt, finishedAt, voice } = target;
        return [speakerId, name, zoneId, acknowledges, state, commandedAt, finishedAt, voice];
      });
      insert.run(playoutId, JSON.stringify(rows));
    },
    update: (playoutId, target) => void update.run({ ...target, playoutId }),
    of: (playoutId) => of.all(playoutId).map((row) => ({ ...row, away: false })),
    get(playoutId, speakerId) {
      const row = get.get(playoutId, speakerId);
      return row && { ...row, away: false };
    },
    forget: (playoutId) => forget.run(playoutId).changes,
  };
}
