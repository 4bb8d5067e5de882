import { randomBytes } from 'node:crypto';
import { type Db, readMeta, writeMeta } from '../db/open.ts';
import { OUTBOX_CLASSES, outboxRepository } from './outbox-repository.ts';

const KEY = 'outbox_epoch';

/**
 * To be called on a database just restored from a backup, before anything is appended. Without a new epoch its next
 * rows would take sequence numbers that the province has already seen, and be dropped as duplicates. What was
 * appended after the backup is lost: a gap of unknown length says so.
 */
export function renewEpoch(db: Db, now: number): void {
  const repository = outboxRepository(db);
  const lastSeq = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").pluck();
  db.transaction(() => {
    const epoch = readMeta(db, KEY);
    if (epoch === undefined) throw new Error('this database has no outbox: migrate it first');
    const from = (lastSeq.get() ?? 0) + 1;
    for (const name of OUTBOX_CLASSES) {
      repository.declareGap({ epoch, class: name, reason: 'restore', from, to: null, at: now });
    }
    writeMeta(db, KEY, randomBytes(16).toString('hex'));
  })();
}
