import type { spawn as systemSpawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { AppError } from '../errors.ts';
import { type CacheEntry, createAudioCache } from './cache.ts';
import { chimeFile } from './chimes/chime-files.ts';
import { CHIMES, type Chime } from './chimes/chimes.ts';
import { SpeechSettings, styleOf } from './config.ts';
import type { SpeechEngine, Voice } from './engines/engine.ts';
import { espeakNg } from './engines/espeak-ng.ts';
import { checkHealth, type SpeechHealth } from './health.ts';
import { type MasteringOptions, master } from './mastering.ts';
import { createNormaliser, loadTables, type Normalise, type Normalised } from './normalise/index.ts';
import { createRenderQueue } from './queue.ts';
import { planRender, type RenderPlan, type RenderRequest, renderKey } from './request.ts';
import { spokenText } from './spoken-text.ts';

export interface SpeechOptions {
  /** Folder of the audio files, the chimes and the work in progress. */
  dir: string;
  programs: { ffmpeg: string; espeak: string };
  settings?: () => Readonly<SpeechSettings>;
  spawn?: typeof systemSpawn;
  /** UTC milliseconds. */
  now?: () => number;
  /** Bases of the time-outs, in milliseconds; the length of the text comes on top. */
  timeouts?: { engineMs?: number; ffmpegMs?: number };
  /** Renders at a time; one more is open to emergencies only. */
  slots?: number;
  cacheLimitBytes?: number;
  cacheMaxAgeMs?: number;
  /** The station cannot speak (`reason`: an error code), called once until that changes. */
  onFailed?: (reason: string, error: unknown) => void;
  /** It can speak: called at the first success, and at the first after a failure. */
  onRecovered?: () => void;
}

export interface RenderedAudio extends CacheEntry {
  path: string;
  mime: 'audio/mpeg';
  /** Whether it was there already. */
  cached: boolean;
}

export interface Speech {
  /** Makes the folders; before the first render. */
  open(): Promise<void>;
  /** What would be said. Pure; about a millisecond for 500 characters. */
  normalise(text: string): Normalised;
  voices(): Promise<readonly Voice[]>;
  chimes(): readonly Chime[];
  /**
   * Text in, airable audio out. Throws AppError `speech.*`, `input.invalid` or `disk.full`, or the abort reason.
   * The same request is never rendered twice.
   */
  render(request: RenderRequest, options?: { signal?: AbortSignal | undefined }): Promise<RenderedAudio>;
  /** Path of a rendered audio by its id (SHA-256, hex); undefined where it is there no more. */
  file(id: string): string | undefined;
  /** Tries the programs: what works, and what does not and why. */
  health(): Promise<SpeechHealth>;
  /** Follows the room on the disk: what was not used of late gives way. */
  roomChanged(level: 'ok' | 'low' | 'full'): void;
  /** Stops the renders under way; no child process is left when it returns. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;

/** The speech engine of the station, without Fastify. Nothing is touched before `open`. */
export function createSpeech(options: SpeechOptions): Speech {
  const { dir, programs, spawn, timeouts = {}, now = Date.now } = options;
  const defaults = Value.Create(SpeechSettings);
  const settings = options.settings ?? (() => defaults);
  const engines: readonly SpeechEngine[] = [
    espeakNg({ program: programs.espeak, spawn, ...(timeouts.engineMs && { timeoutMs: timeouts.engineMs }) }),
  ];
  const mastering: MasteringOptions = {
    program: programs.ffmpeg,
    spawn,
    ...(timeouts.ffmpegMs && { timeoutMs: timeouts.ffmpegMs }),
  };
  const cache = createAudioCache({
    dir,
    limitBytes: options.cacheLimitBytes ?? GIB,
    maxAgeMs: options.cacheMaxAgeMs ?? 90 * DAY_MS,
    now,
  });
  const queue = createRenderQueue<RenderedAudio>(options.slots ?? 2);
  const normaliser = normaliserFor(settings);
  /** undefined: not known yet; null: speaks; else why it does not. */
  let failing: string | null | undefined;
  let evicting: Promise<unknown> = Promise.resolve();
  const limit = cache.size().limitBytes;
  let ceiling = limit;

  const audio = (entry: CacheEntry, cached: boolean): RenderedAudio => ({
    ...entry,
    path: join(dir, `${entry.id}.mp3`),
    mime: 'audio/mpeg',
    cached,
  });

  function evict(): void {
    // A failed clean-up is made good by the next one.
    evicting = evicting.then(() => cache.evict(ceiling)).catch(() => {});
  }

  async function render(key: string, spoken: string, plan: RenderPlan, signal: AbortSignal) {
    const found = await cache.find(key);
    if (found) return audio(found, true);
    const entry = await produce(key, spoken, plan, signal).catch(async (error: unknown) => {
      if (!isFull(error)) throw error;
      // What nobody has used of late gives way to what must be said now.
      await cache.evict(cache.size().bytes / 2);
      return produce(key, spoken, plan, signal);
    });
    if (cache.size().bytes > ceiling) evict();
    return audio(entry, false);
  }

  async function produce(key: string, spoken: string, plan: RenderPlan, signal: AbortSignal) {
    const { engine, voice, speed, repeats, target } = plan;
    const work = await cache.workDir();
    try {
      const path = join(work, 'speech.wav');
      const { durationMs } = await engine.speak({ text: spoken, voice, speed, path }, signal);
      refuseImplausible(spoken, durationMs, speed);
      const chime = plan.chime && (await chimeFile(join(dir, 'chimes'), plan.chime));
      const job = { speech: { path, durationMs }, chime, repeats, target, dir: work };
      const { path: mastered, ...facts } = await master(job, mastering, signal);
      return await cache.add(key, mastered, { ...facts, engine: engine.name, voice, normalised: spoken });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  function judge(error: unknown): unknown {
    const shown = isFull(error) ? new AppError('disk.full', {}, error) : error;
    const isFault = shown instanceof AppError && shown.statusCode >= 500;
    if (isFault && failing !== shown.code) {
      failing = shown.code;
      options.onFailed?.(shown.code, shown);
    }
    return shown;
  }

  return {
    async open() {
      await cache.open();
      evict();
    },
    normalise: (text) => normaliser()(text),
    voices: async () => engines.flatMap(({ voices }) => voices),
    chimes: () => CHIMES,
    file: (id) => cache.file(id),
    async render(request, { signal } = {}) {
      const plan = planRender(request, settings(), engines);
      const spoken = await spokenText(normaliser(), [request.preface ?? '', request.text]);
      const key = renderKey(spoken, plan);
      try {
        const found = await cache.find(key);
        if (found) return audio(found, true);
        const urgent = plan.target === 'emergency';
        const made = await queue.run(key, urgent, (work) => render(key, spoken, plan, work), signal);
        if (failing !== null) options.onRecovered?.();
        failing = null;
        return made;
      } catch (error) {
        throw judge(error);
      }
    },
    async health() {
      const state = { cache: cache.size(), failing: failing ?? null };
      return checkHealth(engines, mastering, state);
    },
    roomChanged(level) {
      // After what is under way: before the first look at the folder nobody knows how much there is.
      evicting = evicting.then(() => {
        ceiling = { ok: limit, low: Math.min(limit, cache.size().bytes / 2), full: 0 }[level];
      });
      if (level !== 'ok') evict();
    },
    async close() {
      await queue.close();
      await evicting;
    },
  };
}

/** Makes the normaliser anew when the settings say numbers differently. */
function normaliserFor(settings: () => Readonly<SpeechSettings>): () => Normalise {
  let tables: ReturnType<typeof loadTables> | undefined;
  let current: { of: Readonly<SpeechSettings>; normalise: Normalise } | undefined;
  return () => {
    const of = settings();
    tables ??= loadTables();
    if (current?.of !== of) current = { of, normalise: createNormaliser({ tables, style: styleOf(of) }) };
    return current.normalise;
  };
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Nobody says a character in less than 15 ms, or takes more than two seconds to name it. */
function refuseImplausible(spoken: string, durationMs: number, speed: number): void {
  const perCharacter = (durationMs * speed) / spoken.length;
  if (perCharacter < 15 || (perCharacter > 2_000 && durationMs > 10_000))
    throw new AppError('speech.cut_off');
}
