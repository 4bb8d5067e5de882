import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createReporter, type Reporter } from './report.ts';
import { settle, type Village } from './village.ts';

export interface Part {
  /** In the station's register when it begins. */
  speakers: number;
  measure(village: Village): Promise<void>;
}

export interface PartsRun {
  report: Reporter;
  /** One part after the other, each on a station of its own: none weighs what another has left behind. */
  run(): Promise<void>;
}

/** The parts of a benchmark that `[--json] [--only NAME,…]` asks for; ends the process where there is no such part. */
export function askedParts(parts: Record<string, Part>): PartsRun {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    console.error(`--only: “${unknown}” is none of ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  const report = createReporter({ json: values.json });
  return {
    report,
    async run() {
      for (const name of chosen) {
        const part = parts[name];
        if (!part) continue;
        report.note(`${name}: load average ${loadavg()[0]?.toFixed(1)} before it`);
        const village = await settle(part.speakers);
        try {
          await part.measure(village);
        } finally {
          await village.end();
        }
      }
      process.exitCode = report.end();
    },
  };
}
