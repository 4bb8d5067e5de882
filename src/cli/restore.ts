import { createReadStream, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { adoptRestored } from '../adopt-database.ts';
import { AppError } from '../errors.ts';
import { checkReadable, restoreBackup } from '../system/backup/restore.ts';
import { lockDataFolder } from '../system/instance-lock.ts';
import { explainStartError } from '../system/start-error.ts';
import { configOf, flagsOf, inEnglish, say, usage } from './flags.ts';

/** The archive comes through standard input: root reads a file that the station's user may not. */
const FROM_STDIN = '-';

/** Restores a backup, here or on other hardware; what was there before is kept aside. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, { 'code-file': { type: 'string' } }, 1);
  const [file] = positionals;
  if (file === undefined) throw usage('restore FILE|- --data DIR [--code-file FILE]');
  const { data } = configOf(values);
  const unlock = lockDataFolder(data);
  try {
    if (file !== FROM_STDIN) await checkReadable(resolve(file), data);
    const recoveryCode = await askCode(values['code-file'], file !== FROM_STDIN);
    const aside = await restoreBackup({
      file: file === FROM_STDIN ? { name: 'stdin', input: process.stdin } : resolve(file),
      data,
      recoveryCode,
      adopt: adoptRestored,
      now: Date.now(),
    });
    say(`Đã khôi phục vào ${data}.`, `Restored into ${data}.`);
    if (aside) say(`Dữ liệu cũ nằm ở ${aside}.`, `The old data is in ${aside}.`);
  } catch (error) {
    throw explainStartError(error, data);
  } finally {
    unlock();
  }
  return 0;
}

/** From a file, the environment, the terminal or standard input; never as an argument, which any user can see. */
async function askCode(file: string | undefined, isStdinFree: boolean): Promise<string> {
  if (file !== undefined) return readCode(file);
  if (process.env.TRAMSO_RECOVERY_CODE) return process.env.TRAMSO_RECOVERY_CODE;
  if (isStdinFree && !process.stdin.isTTY) return (await text(process.stdin)).split('\n')[0] ?? '';
  const input = isStdinFree ? process.stdin : terminalInput();
  const terminal = createInterface({ input, output: process.stderr });
  try {
    return await terminal.question(inEnglish() ? 'Recovery code: ' : 'Mã khôi phục: ');
  } finally {
    terminal.close();
    if (input !== process.stdin) input.destroy();
  }
}

function readCode(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AppError('recovery.file_unreadable', { file, reason }, error);
  }
}

function terminalInput() {
  try {
    return createReadStream('', { fd: openSync('/dev/tty', 'r') });
  } catch (error) {
    throw new AppError('recovery.not_given', {}, error);
  }
}
