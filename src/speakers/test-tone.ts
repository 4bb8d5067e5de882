import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outside } from '../app.ts';
import { AppError } from '../errors.ts';
import { runFfmpeg } from '../protocols/ffmpeg.ts';
import type { AudioRef } from './schemas.ts';

const RATE = 44_100;
/** Three notes of a C major chord, Hz: nobody takes them for an alarm. */
const NOTES = [523.25, 659.26, 783.99];
const NOTE_MS = 700;
const NOTE_S = NOTE_MS / 1000;
const DURATION_MS = NOTES.length * NOTE_MS;
const LOUDNESS = 0.4;
const FADE_S = 0.05;
const FFMPEG_MS = 15_000;
/** Half of what 96 kbit/s make of it: anything less is not the whole tone. */
const LEAST_BYTES = DURATION_MS * 6;

/** The test tone as 16-bit mono samples. */
function toneSamples(): Int16Array {
  const perNote = Math.round(NOTE_S * RATE);
  return Int16Array.from({ length: perNote * NOTES.length }, (_, i) => {
    const t = (i % perNote) / RATE;
    const edge = Math.min(1, t / FADE_S, (NOTE_S - t) / FADE_S);
    const wave = Math.sin(2 * Math.PI * (NOTES[Math.floor(i / perNote)] ?? 0) * t);
    return Math.round(wave * edge * LOUDNESS * 0x7fff);
  });
}

/** Makes the test tone once per station, as MP3: some speakers can decode nothing else. */
export class TestTone {
  readonly #folder: string;
  readonly #ffmpeg: string;
  readonly #spawn: Outside['spawn'];
  readonly #closing = new AbortController();
  #made: Promise<AudioRef> | undefined;

  constructor(parts: { folder: string; ffmpeg: string; spawn: Outside['spawn'] }) {
    this.#folder = parts.folder;
    this.#ffmpeg = parts.ffmpeg;
    this.#spawn = parts.spawn;
  }

  /** Throws `speaker.no_tone` where ffmpeg can't make it; the next call tries again. */
  get(): Promise<AudioRef> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw new AppError('speaker.no_tone', {}, error);
    });
    return this.#made;
  }

  /** Ends an ffmpeg that is at it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#made?.catch(() => {});
  }

  async #make(): Promise<AudioRef> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, 'test-tone.mp3');
    const kept = await readFile(path).catch(() => undefined);
    // A power cut may have left a file without its content.
    const bytes = kept && kept.length >= LEAST_BYTES ? kept : await this.#encode(path);
    const id = createHash('sha256').update(bytes).digest('hex');
    return { id, path, bytes: bytes.length, durationMs: DURATION_MS, mime: 'audio/mpeg' };
  }

  async #encode(path: string): Promise<Buffer> {
    const raw = `${path}.raw`;
    const made = `${path}.new`;
    try {
      await writeFile(raw, Buffer.from(toneSamples().buffer));
      await runFfmpeg(
        (command) =>
          command
            .input(raw)
            .inputOptions(['-f', 's16le', '-ar', String(RATE), '-ac', '1'])
            .outputOptions(['-y', '-codec:a', 'libmp3lame', '-b:a', '96k', '-f', 'mp3'])
            .output(made),
        { program: this.#ffmpeg, timeoutMs: FFMPEG_MS, signal: this.#closing.signal, spawn: this.#spawn },
      );
      const bytes = await readFile(made);
      if (bytes.length < LEAST_BYTES) throw new Error(`a tone of ${bytes.length} bytes`);
      await flush(made);
      await rename(made, path);
      return bytes;
    } finally {
      await rm(raw, { force: true });
      await rm(made, { force: true });
    }
  }
}

/** To the disk, before it gets its name. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
