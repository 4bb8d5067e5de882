import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { parse, type TomlError } from 'smol-toml';
import { Value } from 'typebox/value';
import { reasonFor } from '../reasons.ts';
import { hostName } from './host-name.ts';
import { type Config, ConfigSchema, DEFAULTS } from './schema.ts';

/** A mistake in the configuration file: stops the start with one line that says what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly messageVi: string;

  constructor(messageVi: string, message: string) {
    super(message);
    this.messageVi = messageVi;
  }
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
      throw new ConfigError(
        `--port: ${base} không phải số cổng từ 1 đến 65531`,
        `--port: ${base} is not a port between 1 and 65531`,
      );
    }
    const listen = config.listen;
    listen.http_port = base;
    listen.https_port = base + 1;
    listen.plain_port = base + 2;
    listen.mqtt_port = base + 3;
    listen.mqtts_port = base + 4;
  }
  checkValues(config, path);
  checkPorts(config.listen, path);
  checkHosts(config.listen, path);
  return config;
}

/** What would otherwise fail in the middle of the start, or at the next one, without a word of the key. */
function checkHosts({ addresses, hostnames }: Config['listen'], path: string): void {
  // A zone index (fe80::1%eth0) is for this machine alone: no client can use it, and no certificate name it.
  const address = addresses.find((each) => isIP(each) === 0 || each.includes('%'));
  if (address !== undefined) {
    throw new ConfigError(
      `${path}: “listen.addresses”: “${address}” không phải địa chỉ IP của mạng nội bộ`,
      `${path}: listen.addresses: “${address}” is not an IP address of the LAN`,
    );
  }
  const name = hostnames.find((each) => hostName(each) === undefined);
  if (name !== undefined) {
    throw new ConfigError(
      `${path}: “listen.hostnames”: “${name}” không phải tên máy`,
      `${path}: listen.hostnames: “${name}” is not a host name`,
    );
  }
}

function checkValues(config: Config, path: string): void {
  const errors = Value.Errors(ConfigSchema, config);
  if (errors.length === 0) return;
  const { field, vi, en } = reasonFor(errors);
  throw new ConfigError(`${path}: “${field}” chưa đúng: ${vi}`, `${path}: ${field}: ${en}`);
}

/** Two listeners on one port: the second would find it busy and blame another program. */
function checkPorts(listen: Config['listen'], path: string): void {
  const taken = new Map<number, string>();
  for (const [key, value] of Object.entries(listen)) {
    if (typeof value !== 'number') continue;
    const other = taken.get(value);
    if (other !== undefined) {
      throw new ConfigError(
        `${path}: “listen.${other}” và “listen.${key}” cùng dùng cổng ${value}`,
        `${path}: “listen.${other}” and “listen.${key}” are both ${value}`,
      );
    }
    taken.set(value, key);
  }
}

/** Why a file that was named cannot be read, by the code of the system. */
const UNREADABLE: Record<string, { vi: string; en: string }> = {
  ENOENT: { vi: 'không có tệp này', en: 'there is no such file' },
  EISDIR: { vi: 'là thư mục, không phải tệp', en: 'it is a folder' },
  EACCES: {
    vi: 'người dùng chạy Trạm Số không được đọc tệp này',
    en: 'the user of the station may not read it',
  },
};

function readFile(path: string, required: boolean): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !required) return {};
    const { vi, en } = UNREADABLE[code ?? ''] ?? {
      vi: `không đọc được (${code})`,
      en: `cannot be read (${code})`,
    };
    throw new ConfigError(`${path}: ${vi}`, `${path}: ${en}`);
  }
  let read: Record<string, unknown>;
  try {
    read = parse(text) as Record<string, unknown>;
  } catch (error) {
    const { message, line, column } = error as TomlError;
    const [reason] = message.split('\n');
    throw new ConfigError(
      `${path}: dòng ${line}, cột ${column} không đúng cú pháp TOML. Hãy sửa dòng đó`,
      `${path}: line ${line}, column ${column}: not valid TOML: ${reason}`,
    );
  }
  // Which folder it is must be known before this file is found, and to the launcher, which drops root’s rights for it.
  if (Object.hasOwn(read, 'data')) {
    throw new ConfigError(
      `${path}: “data” không đặt trong tệp này; chọn thư mục dữ liệu bằng --data`,
      `${path}: “data” is no key of this file; choose the data folder with --data`,
    );
  }
  return read;
}

/** Every key of the file, dotted, sections among them. */
function dottedKeys(known: object, prefix = ''): string[] {
  return Object.entries(known).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSection ? [path, ...dottedKeys(value, `${path}.`)] : [path];
  });
}

/** The valid key that was likely meant: of that name or beginning in any section, else the nearest spelling. */
function nearestKey(key: string): string {
  const { data: _, ...inFile } = DEFAULTS;
  const keys = dottedKeys(inFile);
  const last = (dotted: string) => dotted.slice(dotted.lastIndexOf('.') + 1);
  const begun = keys.find((dotted) => last(dotted).startsWith(last(key)));
  if (begun !== undefined) return begun;
  const byName = new Map(keys.map((dotted) => [last(dotted), dotted]));
  const [name, whole] = [closest(last(key), [...byName.keys()]), closest(key, keys)];
  const near = byName.get(name) ?? whole;
  return distance(last(key), name) < distance(key, whole) ? near : whole;
}

/** Lays the file over the defaults; the defaults are also the list of valid keys. */
function merge<T extends object>(target: T, source: Record<string, unknown>, path: string, prefix = ''): T {
  const known = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(source)) {
    if (!Object.hasOwn(known, key)) {
      const nearest = nearestKey(`${prefix}${key}`);
      throw new ConfigError(
        `${path}: không có khóa “${prefix}${key}”. Có phải là “${nearest}”?`,
        `${path}: unknown key “${prefix}${key}”. Did you mean “${nearest}”?`,
      );
    }
    const current = known[key];
    const isSection = typeof current === 'object' && current !== null && !Array.isArray(current);
    if (!isSection) known[key] = value;
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      merge(current, value as Record<string, unknown>, path, `${prefix}${key}.`);
    } else {
      throw new ConfigError(
        `${path}: “${prefix}${key}” là một mục: hãy viết [${prefix}${key}]`,
        `${path}: “${prefix}${key}” is a section: write [${prefix}${key}]`,
      );
    }
  }
  return target;
}
