import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

const COMMON = {
  data: { type: 'string' },
  config: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** Reads the flags of a command; every command takes --data and --config. Throws ERR_PARSE_ARGS_… for others. */
export function flagsOf<O extends ParseArgsOptionsConfig>(args: string[], options: O) {
  return parseArgs({ args, options: { ...COMMON, ...options }, allowPositionals: true, strict: true });
}

/** The configuration that --data and --config (or TRAMSO_DATA) lead to. Throws ConfigError. */
export function configOf(
  values: { data?: string | undefined; config?: string | undefined },
  { lan, port }: { lan?: boolean | undefined; port?: number | undefined } = {},
): Config {
  const data = values.data ?? process.env.TRAMSO_DATA;
  return loadConfig({
    ...(data !== undefined && { data }),
    ...(values.config !== undefined && { config: values.config }),
    ...(lan && { lan }),
    ...(port !== undefined && { port }),
  });
}

/** The value of --port; the configuration checks its range. Throws ConfigError. */
export function portOf(typed: string | undefined): number | undefined {
  if (typed !== undefined && !/^\d+$/.test(typed))
    throw new ConfigError(`--port: “${typed}” không phải là số`, `--port: “${typed}” is not a number`);
  return typed === undefined ? undefined : Number(typed);
}

/** The command was typed wrongly; says how it is typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(usage: string) {
    super(`${inEnglish() ? 'usage' : 'cách dùng'}: tramso ${usage}`);
  }
}

export const inEnglish = () => process.env.TRAMSO_LANG === 'en';

/** The person's language. */
export const say = (vi: string, en: string): void => void process.stdout.write(`${inEnglish() ? en : vi}\n`);
