import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outside } from '../app.ts';
import { AppError } from '../errors.ts';
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

/** The test tone as 16-bit mono samples. */
export function toneSamples(): Int16Array {
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

  async #make(): Promise<AudioRef> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, 'test-tone.mp3');
    const bytes = await readFile(path).catch(() => this.#encode(path));
    const id = createHash('sha256').update(bytes).digest('hex');
    return { id, path, bytes: bytes.length, durationMs: DURATION_MS, mime: 'audio/mpeg' };
  }

  async #encode(path: string): Promise<Buffer> {
    const source = ['-f', 's16le', '-ar', String(RATE), '-ac', '1', '-i', 'pipe:0'];
    const target = ['-codec:a', 'libmp3lame', '-b:a', '96k', '-f', 'mp3', `${path}.new`];
    const child = this.#spawn(
      this.#ffmpeg,
      ['-hide_banner', '-loglevel', 'error', '-y', ...source, ...target],
      {
        stdio: ['pipe', 'ignore', 'pipe'],
        timeout: FFMPEG_MS,
        killSignal: 'SIGKILL',
      },
    );
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint = `${complaint}${text}`.slice(0, 1000);
    });
    // It may end before it has read everything; why it did is said below.
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.from(toneSamples().buffer));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${complaint}`);
    await rename(`${path}.new`, path);
    return readFile(path);
  }
}
