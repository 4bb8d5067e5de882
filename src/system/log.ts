import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';
import { localTime } from '../clock.ts';
import { hideSecrets, REDACTED_PATHS } from '../config/redact.ts';

export interface LogOptions {
  level: string;
  /** A person reads along: short plain lines instead of JSON. */
  plain: boolean;
  /** Standard output unless told otherwise. */
  stream?: DestinationStream;
}

/** The station's log: JSON lines, no field that names a secret, no userinfo in any URL. */
export function createLog({
  level,
  plain,
  stream = destination({ dest: 1, sync: true }),
}: LogOptions): Logger {
  const out = plain ? { write: (line: string) => void stream.write(plainLine(line)) } : stream;
  return pino(
    {
      level,
      redact: { paths: REDACTED_PATHS, censor: '***' },
      serializers: { err: stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
      base: null,
      hooks: { streamWrite: hideSecrets },
    },
    out,
  );
}

/** `07:30:00 warn  speakers  a speaker went away  id=…` */
function plainLine(json: string): string {
  const { level, time, msg, slice, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const facts = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = [
    localTime(Number(time)),
    String(level).padEnd(5),
    String(slice ?? '-').padEnd(9),
    String(msg ?? ''),
  ];
  const fault = (err as { stack?: string; message?: string } | undefined) ?? {};
  const trace = fault.stack ?? fault.message;
  return `${[...head, ...facts].join(' ')}\n${trace ? `    ${trace.replaceAll('\n', '\n    ')}\n` : ''}`;
}
