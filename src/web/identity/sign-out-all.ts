import type { Db } from '../../db/open.ts';

/**
 * Ends every session and the one-time code of the first run, on a database that no station has open yet: one that
 * comes from a backup holds sessions that were ended since.
 */
export function signOutAll(db: Db): void {
  db.prepare('DELETE FROM sessions').run();
  db.prepare('DELETE FROM setup_code').run();
}
