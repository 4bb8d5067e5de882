import { AppError } from '../../errors.ts';

/** CONNACK return codes of MQTT 3.1.1 (3.2.2.3) and of MQTT 5 (3.2.2.2). */
const REFUSED: Readonly<Record<number, string>> = {
  4: 'bad_credentials',
  5: 'not_authorized',
  134: 'bad_credentials',
  135: 'not_authorized',
};

/** A code for why there is no connection to a broker: of ours, of the system (`ECONNREFUSED`), or the bare message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code === 'number') return REFUSED[code] ?? `refused_${code}`;
  return typeof code === 'string' ? code : (message ?? String(error));
}
