import { masterKeyFor } from '../config/secrets.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createRecovery } from '../system/backup/recovery.ts';
import { createAudit } from '../web/audit.ts';
import { configOf, flagsOf, say } from './flags.ts';
import { withData } from './open-data.ts';

/** Tells whether there is a recovery code, or makes a new one and shows it this once. */
export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, { new: { type: 'boolean' } });
  const { data } = configOf(values);
  return withData(data, async ({ db, clock }) => {
    const recovery = createRecovery(db);
    if (!values.new) {
      if (recovery.exists()) say('Đã có mã khôi phục.', 'There is a recovery code.');
      else say('Chưa có mã khôi phục. Tạo mã: recovery-code --new', 'There is none yet: recovery-code --new');
      return recovery.exists() ? 0 : 1;
    }
    const audit = createAudit({
      db,
      clock,
      secrets: masterKeyFor(db, data).secrets,
      outbox: createOutbox({ db, clock }),
    });
    const code = await recovery.renew(() =>
      audit.append({ actor: 'console', action: 'system.recovery_code' }),
    );
    say(
      `Mã khôi phục mới, chỉ hiện một lần. Hãy chép ra giấy và cất ở nơi khác với Trạm Số:\n    ${code}\n` +
        'Bản sao lưu đã có trước đây vẫn mở bằng mã cũ.',
      `The new recovery code, shown this once. Write it down and keep it away from the station:\n    ${code}\n` +
        'Backups made before still open with the old code.',
    );
    return 0;
  });
}
