import { masterKeyFor } from './config/secrets.ts';
import { clockFloor } from './db/clock-floor.ts';
import { migrate } from './db/migrate.ts';
import { type Db, openDatabase, readMeta } from './db/open.ts';
import { AppError } from './errors.ts';
import { renewEpoch } from './outbox/epoch.ts';
import { createOutbox } from './outbox/outbox.ts';
import { type AuditEntry, createAudit } from './web/audit.ts';
import { signOutAll } from './web/identity/sign-out-all.ts';

/** What is known of the copy that a database comes from. */
export interface CopyFacts {
  /** Folder of the master key that the copy is sealed with. */
  keyFolder: string;
  /** For the audit log. */
  details: object;
}

/**
 * Makes a database from a backup this station's own: brought to this version's schema, its outbox in a new epoch,
 * so that the province does not take its next rows for old ones. Nobody is signed in any more: a session that was
 * ended after the backup would live again. The audit log tells of it. Throws `backup.newer`.
 */
export function adoptRestored(database: string, { keyFolder, details }: CopyFacts): void {
  // The key came with the backup; a credential of this machine is another station's.
  adopt(database, keyFolder, {}, { actor: 'console', action: 'system.restore', details });
}

/** The same for the copy on this machine that a damaged database is replaced with. */
export function adoptReplacement(database: string, { keyFolder, details }: CopyFacts): void {
  adopt(database, keyFolder, process.env, { action: 'system.database_replaced', details });
}

function adopt(database: string, keyFolder: string, env: NodeJS.ProcessEnv, entry: AuditEntry): void {
  const db = openDatabase(database);
  try {
    migrate(db, undefined);
    renewEpoch(db, Date.now());
    signOutAll(db);
    note(db, masterKeyFor(db, keyFolder, env).secrets, entry);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (error instanceof AppError && error.code === 'database.newer') throw new AppError('backup.newer');
    throw error;
  } finally {
    db.close();
  }
}

function note(db: Db, secrets: ReturnType<typeof masterKeyFor>['secrets'], entry: AuditEntry): void {
  // The newest instant that this database knew of: whatever was entered later is not in it.
  const knownUntil = Number(readMeta(db, 'clock_floor') ?? 0) || null;
  const clock = clockFloor(db);
  const audit = createAudit({ db, clock, secrets, outbox: createOutbox({ db, clock }) });
  db.transaction(() => audit.append({ ...entry, details: { ...entry.details, knownUntil } })).immediate();
}
