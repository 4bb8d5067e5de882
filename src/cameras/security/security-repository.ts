import type { Db } from '../../db/open.ts';
import { FINDING_KINDS } from './findings.ts';
import type { Found } from './schemas.ts';

export interface SecurityRow {
  cameraId: string;
  /** UTC ms. */
  checkedAt: number;
  score: number;
  findings: Found[];
}

export interface FactoryTry {
  triedAt: number;
  outcome: 'unknown' | 'accepted' | 'refused';
}

/** The SQL of what security checks found. */
export function securityRepository(db: Db) {
  const all = db.prepare<[], { cameraId: string; checkedAt: number; score: number; findings: string }>(
    'SELECT camera_id AS cameraId, checked_at AS checkedAt, score, findings FROM camera_security',
  );
  const save = db.prepare<[string, number, number, string]>(`INSERT INTO camera_security
    (camera_id, checked_at, score, findings) VALUES (?, ?, ?, ?) ON CONFLICT (camera_id) DO UPDATE SET
      checked_at = excluded.checked_at, score = excluded.score, findings = excluded.findings`);
  const drop = db.prepare<[string]>('DELETE FROM camera_security WHERE camera_id = ?');
  const lastTry = db.prepare<[string], FactoryTry>(
    'SELECT tried_at AS triedAt, outcome FROM camera_factory_tries WHERE camera_id = ?',
  );
  const saveTry = db.prepare<[string, number, string]>(`INSERT INTO camera_factory_tries VALUES (?, ?, ?)
    ON CONFLICT (camera_id) DO UPDATE SET tried_at = excluded.tried_at, outcome = excluded.outcome`);
  const forgetAccepted = db.prepare<[string]>(
    "DELETE FROM camera_factory_tries WHERE camera_id = ? AND outcome = 'accepted'",
  );
  const dropTry = db.prepare<[string]>('DELETE FROM camera_factory_tries WHERE camera_id = ?');
  return {
    all: (): SecurityRow[] =>
      all.all().map(({ findings, ...row }) => ({
        ...row,
        // A kind of finding that this version no longer knows is none.
        findings: (JSON.parse(findings) as Found[]).filter(({ code }) => Object.hasOwn(FINDING_KINDS, code)),
      })),
    save: ({ cameraId, checkedAt, score, findings }: SecurityRow) =>
      save.run(cameraId, checkedAt, score, JSON.stringify(findings)),
    factoryTry: (cameraId: string) => lastTry.get(cameraId),
    saveFactoryTry: (cameraId: string, { triedAt, outcome }: FactoryTry) =>
      saveTry.run(cameraId, triedAt, outcome),
    /** One that was refused, or of which nothing is known, still counts as a try. */
    forgetAccepted: (cameraId: string) => forgetAccepted.run(cameraId),
    remove(cameraId: string): void {
      drop.run(cameraId);
      dropTry.run(cameraId);
    },
  };
}
export type SecurityRepository = ReturnType<typeof securityRepository>;
