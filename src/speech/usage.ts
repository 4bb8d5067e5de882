import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { localDay } from '../clock.ts';

const Stored = Type.Object({
  month: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
  characters: Type.Record(Type.String({ maxLength: 40 }), Type.Integer({ minimum: 0 })),
});

/** How many characters each service was asked for this month, in local time: that is what they charge for. */
export interface Usage {
  used(engine: string): number;
  /** Counted when it is asked, whatever comes back: that is how the services count. */
  add(engine: string, characters: number): Promise<void>;
}

/** Kept in `<dir>/usage.json`. A file that cannot be read counts from nothing. */
export function createUsage(dir: string, now: () => number): Usage {
  const path = join(dir, 'usage.json');
  const month = () => localDay(now()).slice(0, 7);
  let current: { month: string; characters: Record<string, number> } | undefined;
  let writing: Promise<void> = Promise.resolve();

  function load() {
    current ??= read(path) ?? { month: month(), characters: {} };
    if (current.month !== month()) current = { month: month(), characters: {} };
    return current;
  }

  async function write(): Promise<void> {
    const part = `${path}.part`;
    try {
      await writeFile(part, JSON.stringify(load()), { mode: 0o600, flush: true });
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
  }

  return {
    used: (engine) => load().characters[engine] ?? 0,
    add(engine, characters) {
      const { characters: counts } = load();
      counts[engine] = (counts[engine] ?? 0) + characters;
      // One after the other; what could not be written is written with the next.
      writing = writing.then(write, write);
      return writing;
    },
  };
}

function read(path: string) {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Value.Check(Stored, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
