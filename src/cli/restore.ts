import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { adoptDatabase } from '../adopt-database.ts';
import { restoreBackup } from '../system/backup/restore.ts';
import { lockDataFolder } from '../system/instance-lock.ts';
import { explainStartError } from '../system/start-error.ts';
import { configOf, flagsOf, inEnglish, say, UsageError } from './flags.ts';

/** Restores a backup, here or on other hardware; what was there before is kept aside. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, { 'code-file': { type: 'string' } });
  const [file] = positionals;
  if (file === undefined) throw new UsageError('restore FILE --data DIR [--code-file FILE]');
  const { data } = configOf(values);
  const unlock = lockDataFolder(data);
  try {
    const recoveryCode = await askCode(values['code-file']);
    const aside = await restoreBackup({
      file: resolve(file),
      data,
      recoveryCode,
      adopt: adoptDatabase,
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
async function askCode(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFileSync(file, 'utf8');
  if (process.env.TRAMSO_RECOVERY_CODE) return process.env.TRAMSO_RECOVERY_CODE;
  if (!process.stdin.isTTY) return (await text(process.stdin)).split('\n')[0] ?? '';
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(inEnglish() ? 'Recovery code: ' : 'Mã khôi phục: ');
  } finally {
    terminal.close();
  }
}
