import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fp from 'fastify-plugin';
import { type ClockFloor, clockFloor } from './clock-floor.ts';
import { migrate } from './migrate.ts';
import { type Db, openDatabase } from './open.ts';

declare module 'fastify' {
  interface FastifyInstance {
    db: Db;
    clock: ClockFloor;
  }
}

export interface DbOptions {
  wall?: () => number;
}

/** Opens, migrates and closes the one database of the station; decorates `db` and `clock`. */
export default fp<DbOptions>(
  async (app, options) => {
    mkdirSync(app.config.data, { recursive: true, mode: 0o700 });
    const db = openDatabase(join(app.config.data, 'tramso.db'));
    const ran = migrate(db, join(app.config.data, 'backups'));
    const log = app.log.child({ slice: 'db' });
    if (ran.length > 0) log.info({ ran }, 'database migrated');
    const clock = clockFloor(db, options.wall);
    const stop = clock.start(log);
    if (!clock.trusted()) log.warn({ floor: clock.now() }, 'the clock of this machine is wrong');
    app.decorate('db', db);
    app.decorate('clock', clock);
    app.addHook('onClose', async () => {
      stop();
      try {
        db.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        // On a full disk. All that was committed is in the write-ahead log, which the next start reads.
        app.log.warn({ slice: 'db', err: error }, 'the write-ahead log stays for the next start');
      } finally {
        db.close();
      }
    });
  },
  { name: 'db' },
);
