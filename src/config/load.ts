import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { parse } from 'smol-toml';
import { Value } from 'typebox/value';
import { hostName } from './host-name.ts';
import { type Config, ConfigSchema, DEFAULTS } from './schema.ts';

/** A mistake in the configuration file: stops the start with one line that says what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigFlags {
  /** Path of the TOML file; the default is `tramso.toml` in the data folder, which may be missing. */
  config?: string;
  data?: string;
  lan?: boolean;
  /** Base port: this instance takes N … N+4, so that a second one runs beside the first. */
  port?: number;
}

/** Defaults, then the file, then the flags. Throws ConfigError naming the key at fault. */
export function loadConfig(flags: ConfigFlags = {}): Config {
  const dataHint = flags.data ?? DEFAULTS.data;
  const path = flags.config ?? join(dataHint, 'tramso.toml');
  const config = merge(structuredClone(DEFAULTS), readFile(path, flags.config !== undefined), path);
  if (flags.data !== undefined) config.data = flags.data;
  if (flags.lan !== undefined) config.listen.lan = flags.lan;
  if (flags.port !== undefined) {
    const base = flags.port;
    if (!Number.isInteger(base) || base < 1 || base > 65531) {
      throw new ConfigError(`--port: ${base} is not a port between 1 and 65531`);
    }
    const listen = config.listen;
    listen.http_port = base;
    listen.https_port = base + 1;
    listen.plain_port = base + 2;
    listen.mqtt_port = base + 3;
    listen.mqtts_port = base + 4;
  }
  const [error] = Value.Errors(ConfigSchema, config);
  if (error) {
    const key = error.instancePath.slice(1).replaceAll('/', '.');
    throw new ConfigError(`${path}: ${key || 'file'}: ${error.message}`);
  }
  checkHosts(config.listen, path);
  return config;
}

/** What would otherwise fail in the middle of the start, or at the next one, without a word of the key. */
function checkHosts({ addresses, hostnames }: Config['listen'], path: string): void {
  // A zone index (fe80::1%eth0) is for this machine alone: no client can use it, and no certificate name it.
  const address = addresses.find((each) => isIP(each) === 0 || each.includes('%'));
  if (address !== undefined) {
    throw new ConfigError(`${path}: listen.addresses: “${address}” is not an IP address of the LAN`);
  }
  const name = hostnames.find((each) => hostName(each) === undefined);
  if (name !== undefined) throw new ConfigError(`${path}: listen.hostnames: “${name}” is not a host name`);
}

function readFile(path: string, required: boolean): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !required) return {};
    throw new ConfigError(`${path}: cannot be read (${code})`);
  }
  try {
    return parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError(`${path}: not valid TOML: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Lays the file over the defaults; the defaults are also the list of valid keys. */
function merge<T extends object>(target: T, source: Record<string, unknown>, path: string, prefix = ''): T {
  const known = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(source)) {
    if (!Object.hasOwn(known, key)) {
      const nearest = closest(key, Object.keys(known));
      throw new ConfigError(`${path}: unknown key “${prefix}${key}”. Did you mean “${prefix}${nearest}”?`);
    }
    const current = known[key];
    const isSection = typeof current === 'object' && current !== null && !Array.isArray(current);
    if (!isSection) known[key] = value;
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      merge(current, value as Record<string, unknown>, path, `${prefix}${key}.`);
    } else throw new ConfigError(`${path}: “${prefix}${key}” is a section: write [${prefix}${key}]`);
  }
  return target;
}
