import { explainStartError } from '../system/start-error.ts';
import { configOf, flagsOf, say } from './flags.ts';
import { bringUpToDate } from './open-data.ts';

/** Brings the database to this version's schema, as every start does; the station must not be running. */
export async function run(args: string[]): Promise<number> {
  const { data } = configOf(flagsOf(args, {}).values);
  const ran = await bringUpToDate(data).catch((error) => {
    throw explainStartError(error, data);
  });
  for (const name of ran) process.stdout.write(`${name}\n`);
  if (ran.length === 0) say('Cơ sở dữ liệu đã ở phiên bản mới nhất.', 'The database is up to date.');
  return 0;
}
