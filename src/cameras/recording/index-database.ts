import Database from 'better-sqlite3';
import type { Db } from '../../db/open.ts';

/** Nobody writes for longer (workers: 5 ms); who does must not hold up the station’s thread. */
const BUSY_MS = 250;

/**
 * A second connection to the station's database, for the rows of segments alone. It does not wait for the disk at each
 * commit, as all others do: behind megabytes of pictures that are being written, a commit took 80 to 280 ms of the
 * station's own thread. A power cut can lose the last of these rows, never the database; the file of each segment says
 * the same (segment-note.ts), so that nothing of it is lost. Of `camera_recording_states` the last changes may go: then a
 * gap before the cut has no reason.
 *
 * Never written to inside a transaction of the station's own connection, which would be waited for in vain; its own
 * transactions begin with a write, so that none fails half-way because another has written meanwhile.
 */
export function openIndex(path: string): Db {
  const db = new Database(path, { fileMustExist: true, timeout: BUSY_MS });
  db.pragma('synchronous = NORMAL');
  db.pragma('trusted_schema = OFF');
  db.pragma('cache_size = -1000');
  return db;
}
