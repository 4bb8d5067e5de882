import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { configOf, flagsOf, portOf } from './flags.ts';

export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, { lan: { type: 'boolean' }, port: { type: 'string' } });
  const config = configOf(values, { lan: values.lan, port: portOf(values.port) });
  // Before the rest of the program is loaded: compiled once, it starts in half the time.
  enableCompileCache(join(config.data, 'cache', 'compiled'));
  const { start } = await import('../main.ts');
  await start(config);
  return 0;
}
