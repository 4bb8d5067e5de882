import { type Db, readMeta, writeMeta } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import { newRecoveryCode, recipientOf } from './recovery-code.ts';

const KEY = 'backup_recipient';

export interface Recovery {
  /** Whether a code was ever given out for this station. */
  exists(): boolean;
  /** The public half, to encrypt backups to; throws `recovery.none`. */
  recipient(): string;
  /**
   * A new code, to be shown once and never again: only its public half is kept. Backups made before still open
   * with the code of their time alone. `alongside` runs in the transaction that puts it into force.
   */
  renew(alongside?: () => void): Promise<string>;
}

export function createRecovery(db: Db, onRenew: () => void = () => {}): Recovery {
  return {
    exists: () => readMeta(db, KEY) !== undefined,
    recipient() {
      const recipient = readMeta(db, KEY);
      if (!recipient) throw new AppError('recovery.none');
      return recipient;
    },
    async renew(alongside = () => {}) {
      const code = newRecoveryCode();
      const recipient = await recipientOf(code);
      db.transaction(() => {
        writeMeta(db, KEY, recipient);
        alongside();
      }).immediate();
      onRenew();
      return code;
    },
  };
}
