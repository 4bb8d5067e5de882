import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

const COMMON = {
  data: { type: 'string' },
  config: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/**
 * Reads the flags of a command; every command takes --data and --config. Throws UsageError for others, and for more
 * than `most` words beside them: `backup /mnt/usb` is no backup to the station itself.
 */
export function flagsOf<O extends ParseArgsOptionsConfig>(args: string[], options: O, most = 0) {
  const config = {
    args,
    options: { ...COMMON, ...options },
    allowPositionals: true,
    strict: true,
  } as const;
  try {
    const parsed = parseArgs(config);
    const extra = parsed.positionals[most];
    if (extra !== undefined) throw wrongWord(extra);
    return parsed;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw wrongWord(/'([^']*)'/.exec(message)?.[1] ?? '?');
    if (code.startsWith('ERR_PARSE_ARGS')) throw new UsageError(message.split('\n')[0] ?? message);
    throw error;
  }
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

/** The command was typed wrongly; says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says how the command is typed. */
export const usage = (typed: string) =>
  new UsageError(`${inEnglish() ? 'usage' : 'cách dùng'}: tramso ${typed}`);

const wrongWord = (word: string) =>
  new UsageError(
    inEnglish()
      ? `“${word}” does not belong here. See: tramso help`
      : `không có tùy chọn “${word}”. Xem: tramso help`,
  );

export const inEnglish = () => process.env.TRAMSO_LANG === 'en';

/** The person's language. */
export const say = (vi: string, en: string): void => void process.stdout.write(`${inEnglish() ? en : vi}\n`);
