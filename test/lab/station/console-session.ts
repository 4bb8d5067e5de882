import { join } from 'node:path';
import { masterKeyFor } from '../../../src/config/secrets.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { EventBus } from '../../../src/events.ts';
import { createSessions } from '../../../src/web/identity/sessions.ts';
import { usersRepository } from '../../../src/web/identity/users-repository.ts';
import { ApiClient } from './api-client.ts';

const ENOUGH = 1_000;

/**
 * Whoever may read the data folder may do anything with the station anyway: signs in as its first administrator,
 * without a password. For the lab only. Throws where there is no administrator yet.
 */
export function consoleSession(data: string, url: string): ApiClient {
  const db = openDatabase(join(data, 'tramso.db'));
  try {
    const admin = usersRepository(db)
      .list('', ENOUGH)
      .find(({ role, disabled }) => role === 'admin' && !disabled);
    if (!admin) throw new Error('the station has no administrator yet');
    const sessions = createSessions({
      db,
      clock: { now: Date.now },
      events: new EventBus(() => {}),
      key: masterKeyFor(db, data).secrets.derive('csrf'),
      limits: () => ({ idleMs: Number.POSITIVE_INFINITY, absoluteMs: Number.POSITIVE_INFINITY }),
    });
    const { id, token } = sessions.open(admin.id, '127.0.0.1');
    return new ApiClient(url, { cookie: `tramso=${token}`, csrf: sessions.csrfToken(id) });
  } finally {
    db.close();
  }
}
