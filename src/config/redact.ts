/** Field names whose value never reaches a log line, up to three levels deep. */
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

/** Paths for pino's `redact`. */
export const REDACTED_PATHS: string[] = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Replaces the userinfo of any URL inside a text (`rtsp://user:pass@host` → `rtsp://***@host`). Up to the last @,
 * since passwords hold `@` and `/` unescaped; hiding too much of a line is the safe side.
 */
export function hideUserinfo(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:\S*@/gi, '$1***@');
}
