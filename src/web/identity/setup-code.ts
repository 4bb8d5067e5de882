import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock, DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import { readableCode } from './passwords.ts';

const LENGTH = 8;
const TRIES = 10;

interface Row {
  codeHash: Buffer;
  expiresAt: number;
  triesLeft: number;
}

/** The one-time code of the first run: known to whoever stands at the box, stored only as a digest. */
export function createSetupCode({ db, clock, key }: { db: Db; clock: Pick<Clock, 'now'>; key: Buffer }) {
  const read = db.prepare<[], Row>(
    'SELECT code_hash AS codeHash, expires_at AS expiresAt, tries_left AS triesLeft FROM setup_code',
  );
  const write = db.prepare('INSERT OR REPLACE INTO setup_code VALUES (1, ?, ?, ?)');
  const countDown = db.prepare('UPDATE setup_code SET tries_left = tries_left - 1');
  const remove = db.prepare('DELETE FROM setup_code');

  function digest(code: string): Buffer {
    return createHmac('sha256', key).update(code.toLowerCase().replace(/[\s-]/g, '')).digest();
  }

  return {
    /** A new code, good for a day and ten tries; the one before no longer works. */
    renew(): string {
      const code = readableCode(LENGTH);
      write.run(digest(code), clock.now() + DAY_MS, TRIES);
      return code;
    },
    /** Throws `setup.code_wrong`, and counts it, unless the code is right; it is used up by `use` only. */
    check(code: string): void {
      const row = read.get();
      const isOpen = row !== undefined && row.triesLeft > 0 && clock.now() < row.expiresAt;
      if (isOpen && timingSafeEqual(row.codeHash, digest(code))) return;
      countDown.run();
      throw new AppError('setup.code_wrong');
    },
    use: () => void remove.run(),
  };
}

export type SetupCode = ReturnType<typeof createSetupCode>;
