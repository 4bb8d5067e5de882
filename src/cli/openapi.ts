import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../app.ts';
import { DEFAULTS } from '../config/schema.ts';

/** Prints the description of the API, from a station that never listens. */
export async function run(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tramso-openapi-'));
  // Any free port, so that a station may be running.
  const free = { http_port: 0, https_port: 0, plain_port: 0, mqtt_port: 0, mqtts_port: 0 };
  const listen = { ...DEFAULTS.listen, ...free };
  try {
    const app = await buildApp({ config: { ...DEFAULTS, data, listen }, log: pino({ level: 'silent' }) });
    process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
    await app.close();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  return 0;
}
