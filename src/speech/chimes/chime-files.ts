import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MadeChime } from './chimes.ts';
import { lengthOf, synthesise } from './synthesise.ts';

/** Stands for what a chime sounds like: changes when its definition does. */
export function chimeDigest(chime: MadeChime): string {
  return createHash('sha256').update(JSON.stringify(chime)).digest('hex').slice(0, 12);
}

/** The WAV file of a chime, made in `dir` when it is first asked for. */
export async function chimeFile(
  dir: string,
  chime: MadeChime,
): Promise<{ path: string; durationMs: number }> {
  const path = join(dir, `${chime.id}-${chimeDigest(chime)}.wav`);
  if (!existsSync(path)) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const temp = `${path}.${randomUUID()}`;
    try {
      await writeFile(temp, await synthesise(chime), { flush: true });
      await rename(temp, path);
    } catch (error) {
      await rm(temp, { force: true });
      throw error;
    }
  }
  return { path, durationMs: Math.round(lengthOf(chime) * 1000) };
}
