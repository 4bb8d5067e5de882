import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
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

/** Something that has a chime sound in front of it, and so keeps it from being removed. */
export interface ChimeHolder {
  /** As in “còn 3 lịch phát”. */
  readonly what: string;
  readonly whatEn: string;
  /** How many play this chime. */
  count(chimeId: string): number;
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
  /** Gives it another name; returns it. Throws `item.not_found`. */
  rename(id: string, name: string): Promise<OwnChime>;
  /** Offers it no more. Throws `item.not_found`, or `chime.in_use` while something plays it. */
  remove(id: string): Promise<void>;
  /** Whoever lets people choose a chime tells here what they chose. */
  hold(holder: ChimeHolder): void;
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
  const holders: ChimeHolder[] = [];
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

  function offered(id: string): Facts {
    const facts = known.get(id);
    if (!facts || facts.removed) throw new AppError('item.not_found');
    return facts;
  }

  return {
    async open() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const name of (await readdir(dir)).filter((one) => /^rieng-[0-9a-f]{12}\.json$/.test(one))) {
        const facts: unknown = await readFile(join(dir, name), 'utf8')
          .then(JSON.parse)
          .catch(() => undefined);
        const id = name.slice(0, -5);
        const hasSound = await access(pathOf(id, 'mp3')).then(
          () => true,
          () => false,
        );
        if (hasSound && Value.Check(Facts, facts)) known.set(id, facts);
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
    async rename(id, name) {
      const facts = { ...offered(id), name };
      await keep(id, facts);
      return chime(id, facts);
    },
    async remove(id) {
      const facts = offered(id);
      const held = holders.map((holder) => ({ ...holder, n: holder.count(id) })).filter(({ n }) => n > 0);
      if (held.length > 0) {
        throw new AppError('chime.in_use', {
          name: facts.name,
          what: held.map(({ n, what }) => `${n} ${what}`).join(', '),
          whatEn: held.map(({ n, whatEn }) => `${n} ${whatEn}`).join(', '),
        });
      }
      await keep(id, { ...facts, removed: true });
    },
    hold: (holder) => void holders.push(holder),
  };
}

function tooLong(error: unknown): never {
  const isLong = error instanceof AppError && error.code === 'recording.too_long';
  throw isLong ? new AppError('chime.too_long', { seconds: LONGEST_CHIME_MS / 1_000 }, error) : error;
}
