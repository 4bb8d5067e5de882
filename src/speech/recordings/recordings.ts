import { createReadStream, existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { flush, hashFile } from '../files.ts';
import { type MasteringOptions, master } from '../mastering.ts';
import { createRenderQueue } from '../queue.ts';
import { decodeRecording } from './decode.ts';
import { receive } from './receive.ts';

/** A recording that is kept. */
export interface Recording {
  /** SHA-256 of its file, hex. */
  id: string;
  durationMs: number;
  bytes: number;
}

/** A recording as part of what is said. */
export interface RecordingPart {
  readonly id: string;
  /** For people, in the spoken text: “Bản ghi tiếng Khmer”. */
  readonly about: string;
}

export interface Recordings {
  open(): Promise<void>;
  /** Masters a file that somebody brought and keeps it. Throws `recording.*`, `speech.*`, or the abort reason. */
  add(sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Recording>;
  /** Path of one that is kept. */
  file(id: string): string | undefined;
  /** Throws `recording.gone` where one of them is not there. */
  require(parts: readonly RecordingPart[]): void;
  /** Writes `speech` followed by the recordings to `path`. */
  join(
    speech: string,
    parts: readonly RecordingPart[],
    path: string,
  ): Promise<{ bytes: number; durationMs: number }>;
  /** Deletes all but these. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

interface RecordingsParts {
  /** `<data>/recordings`: never cleared to make room, and part of the backup. */
  dir: string;
  mastering: MasteringOptions;
  /** A folder of its own for one job. */
  workDir(): Promise<string>;
}

export const LONGEST_RECORDING_MS = 30 * 60_000;
/** Made in the last hour and perhaps not written down yet. */
const FRESH_MS = 3_600_000;
/** The same MP3 as all audio of the station, at a constant rate: its length is its duration. */
const BYTES_A_MS = 8;

/** Recordings that people brought, in the sound of the station. Nothing is touched before `open`. */
export function createRecordings({ dir, mastering, workDir }: RecordingsParts): Recordings {
  const pathOf = (id: string) => join(dir, `${id}.mp3`);
  // Half an hour of sound takes both cores for a while: one after the other.
  const queue = createRenderQueue<Recording>(1);

  async function make(source: string, work: string, signal: AbortSignal): Promise<Recording> {
    const path = join(work, 'decoded.wav');
    const { durationMs } = await decodeRecording(source, path, LONGEST_RECORDING_MS, mastering, signal);
    const speech = { path, durationMs };
    const job = { speech, repeats: 1, pitch: 0, target: 'bulletin' as const, dir: work };
    const made = await master(job, mastering, signal).catch((error: unknown) => {
      const silent = error instanceof AppError && error.code === 'speech.silent';
      throw silent ? new AppError('recording.silent', {}, error) : error;
    });
    const id = await hashFile(made.path);
    await flush(made.path);
    await rename(made.path, pathOf(id));
    await flush(dir);
    return { id, durationMs: made.durationMs, bytes: made.bytes };
  }

  const file = (id: string) => (/^[0-9a-f]{64}$/.test(id) && existsSync(pathOf(id)) ? pathOf(id) : undefined);

  return {
    open: async () => void (await mkdir(dir, { recursive: true, mode: 0o700 })),
    async add(sent, signal) {
      const work = await workDir();
      try {
        const source = await receive(sent, work, signal);
        return await queue.run(work, false, (within) => make(source, work, within), signal);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    file,
    require(parts) {
      for (const { id, about } of parts) {
        if (file(id) === undefined) throw new AppError('recording.gone', { about });
      }
    },
    /** MP3 frames of one shape follow each other as they are: no sound is coded twice. */
    async join(speech, parts, path) {
      await copyFile(speech, path);
      for (const { id } of parts) await appendFile(path, createReadStream(pathOf(id)));
      const { size: bytes } = await stat(path);
      return { bytes, durationMs: Math.round(bytes / BYTES_A_MS) };
    },
    async keepOnly(ids) {
      for (const name of await readdir(dir)) {
        const path = join(dir, name);
        if (!ids.has(name.slice(0, -4)) && (await stat(path)).mtimeMs < Date.now() - FRESH_MS)
          await rm(path, { force: true });
      }
    },
    close: () => queue.close(),
  };
}
