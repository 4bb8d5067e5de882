import { localDay, localTime } from '../clock.ts';
import { masterKeyFor } from '../config/secrets.ts';
import { AppError } from '../errors.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { rescue } from '../web/identity/rescue.ts';
import { configOf, flagsOf, say, usage } from './flags.ts';
import { withData } from './open-data.ts';

/** `user list | reset NAME | add-admin NAME`: whoever is at the machine gets a lost administrator back in. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, { name: { type: 'string' } }, 2);
  const [action = 'list', username] = positionals;
  const { data } = configOf(values);
  await withData(data, async ({ db, clock }) => {
    const accounts = rescue({
      db,
      clock,
      secrets: masterKeyFor(db, data).secrets,
      outbox: createOutbox({ db, clock }),
    });
    if (action === 'list') return list(accounts.list());
    if (username === undefined || !['reset', 'add-admin'].includes(action)) {
      throw usage('user list | reset NAME | add-admin NAME [--name "Họ tên"]');
    }
    const known = accounts.list().some((user) => user.username === username.toLowerCase());
    if (action === 'reset' && !known) throw new AppError('user.missing', { username });
    const password =
      action === 'reset'
        ? await accounts.resetPassword(username)
        : await accounts.createAdmin(username, values.name ?? username);
    say(
      `Mật khẩu dùng một lần của ${username}: ${password}\nĐăng nhập bằng mật khẩu này rồi đặt mật khẩu mới.`,
      `One-time password of ${username}: ${password}\nSign in with it, then choose a new one.`,
    );
  });
  return 0;
}

function list(users: ReturnType<ReturnType<typeof rescue>['list']>): void {
  if (users.length === 0) say('Chưa có tài khoản nào.', 'There is no account yet.');
  for (const { username, role, disabled, name, lastSignInAt } of users) {
    const seen = lastSignInAt === null ? '-' : `${localDay(lastSignInAt)} ${localTime(lastSignInAt)}`;
    const fields = [username, role, disabled ? 'disabled' : 'enabled', seen, name];
    process.stdout.write(`${fields.join('\t')}\n`);
  }
}
