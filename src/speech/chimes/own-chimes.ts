import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { AppError } from '../../errors.ts';
import { flush, hashFile, writeFlushed } from '../files.ts';
import { type MasteringOptions, master } from '../mastering.ts';
import { decodeRecording } from '../recordings/decode.ts';
import { receive } from '../recordings/receive.ts';
import type { Chime } from './chimes.ts';

export const LONGEST_CHIME_MS = 20_000;
/** A list to choose from, not a library. */
const MOST_CHIMES = 20;

const Facts = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  durationMs: Type.Integer({ minimum: 1 }),
  /** Not offered any more; what was written with it still sounds as it did. */
  removed: Type.Boolean(),
});
type Facts = Static<typeof Facts>;

/** A chime that the commune brought. */
export interface OwnChime extends Chime {
  readonly durationMs: number;
}

export interface OwnChimes {
  open(): Promise<void>;
  /** Those to choose from, by name. */
  all(): OwnChime[];
  /** One by its id, removed ones too. */
  find(id: string): OwnChime | undefined;
  file(id: string): { path: string; durationMs: number } | undefined;
  /** Masters the sound of a file as it is being sent. Throws `recording.*`, `chime.*`, `speech.*` or the abort reason. */
  add(sent: AsyncIterable<Uint8Array>, name: string, signal: AbortSignal): Promise<OwnChime>;
  /** Throws `item.not_found`. */
  remove(id: string): Promise<void>;
}

interface OwnChimesParts {
  /** `<data>/chimes`, part of the backup. */
  dir: string;
  mastering: MasteringOptions;
  workDir(): Promise<string>;
}

/** The commune's own chimes: `<id>.mp3` at the loudness of a bulletin, and what is known of it in `<id>.json`. */
export function createOwnChimes({ dir, mastering, workDir }: OwnChimesParts): OwnChimes {
  const known = new Map<string, Facts>();
  const pathOf = (id: string, type: 'mp3' | 'json') => join(dir, `${id}.${type}`);

  const chime = (id: string, { name, durationMs }: Facts): OwnChime => ({
    id,
    name: { vi: name, en: name },
    target: 'bulletin',
    durationMs,
  });

  async function keep(id: string, facts: Facts): Promise<void> {
    const temp = `${pathOf(id, 'json')}.part`;
    await rm(temp, { force: true });
    await writeFlushed(temp, JSON.stringify(facts));
    await rename(temp, pathOf(id, 'json'));
    await flush(dir);
    known.set(id, facts);
  }

  return {
    async open() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const name of (await readdir(dir)).filter((one) => /^rieng-[0-9a-f]{12}\.json$/.test(one))) {
        const facts: unknown = await readFile(join(dir, name), 'utf8')
          .then(JSON.parse)
          .catch(() => undefined);
        if (Value.Check(Facts, facts)) known.set(name.slice(0, -5), facts);
      }
    },
    all: () =>
      [...known]
        .filter(([, { removed }]) => !removed)
        .map(([id, facts]) => chime(id, facts))
        .sort((a, b) => a.name.vi.localeCompare(b.name.vi, 'vi')),
    find(id) {
      const facts = known.get(id);
      return facts && chime(id, facts);
    },
    file(id) {
      const facts = known.get(id);
      return facts && { path: pathOf(id, 'mp3'), durationMs: facts.durationMs };
    },
    async add(sent, name, signal) {
      if ([...known.values()].filter(({ removed }) => !removed).length >= MOST_CHIMES)
        throw new AppError('chime.too_many', { most: MOST_CHIMES });
      const work = await workDir();
      try {
        const source = await receive(sent, work, signal);
        const path = join(work, 'decoded.wav');
        const { durationMs } = await decodeRecording(source, path, LONGEST_CHIME_MS, mastering, signal).catch(
          tooLong,
        );
        const speech = { path, durationMs };
        const job = { speech, repeats: 1, pitch: 0, target: 'bulletin' as const, dir: work };
        const made = await master(job, mastering, signal);
        const id = `rieng-${(await hashFile(made.path)).slice(0, 12)}`;
        await flush(made.path);
        await rename(made.path, pathOf(id, 'mp3'));
        const facts = { name, durationMs: made.durationMs, removed: false };
        await keep(id, facts);
        return chime(id, facts);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    async remove(id) {
      const facts = known.get(id);
      if (!facts || facts.removed) throw new AppError('item.not_found');
      await keep(id, { ...facts, removed: true });
    },
  };
}

function tooLong(error: unknown): never {
  const isLong = error instanceof AppError && error.code === 'recording.too_long';
  throw isLong ? new AppError('chime.too_long', { seconds: LONGEST_CHIME_MS / 1_000 }, error) : error;
}
