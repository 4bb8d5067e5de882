import { hideUserinfo } from '../protocols/userinfo.ts';

/** Field names whose value never reaches a log line, however deep it stands. */
const SECRET_NAMES = [
  'password',
  'pin',
  'token',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
  'recoveryCode',
];

/** Paths for pino's `redact`: whatever the value is, as far down as pino looks. */
export const REDACTED_PATHS: string[] = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

const SECRET_TEXT = new RegExp(`"(${SECRET_NAMES.join('|')})":(?:"(?:[^"\\\\]|\\\\.)*"|-?[0-9.]+)`, 'g');

/** Hides secrets in a finished JSON line: texts and numbers by the name of their field, and the userinfo of URLs. */
export function hideSecrets(line: string): string {
  return hideUserinfo(line.replace(SECRET_TEXT, '"$1":"***"'));
}
