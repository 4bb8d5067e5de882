import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { AppError } from '../errors.ts';
import { type CacheEntry, createAudioCache } from './cache.ts';
import { createChimes } from './chimes/index.ts';
import { SpeechSettings } from './config.ts';
import { readDraft } from './draft.ts';
import { createEngineStates } from './engine-states.ts';
import type { SpeechEngine } from './engines/engine.ts';
import { espeakNg } from './engines/espeak-ng.ts';
import { firstThatCan, lineUp, type Narrator } from './fallback.ts';
import { checkHealth } from './health.ts';
import { type MasteringOptions, master } from './mastering.ts';
import { createNormalisers } from './normaliser.ts';
import type { RenderedAudio, Speech, SpeechOptions } from './offer.ts';
import { readPasted } from './pasted/index.ts';
import { readSentDocument } from './pasted/sent-document.ts';
import { refuseImplausible } from './plausible.ts';
import { createRenderQueue } from './queue.ts';
import { readText } from './reading.ts';
import { createRecordings } from './recordings/recordings.ts';
import { planRender, renderKey } from './request.ts';
import { type Job, jobFor } from './script.ts';
import { charactersOf } from './segments.ts';
import { createSentenceCache, freshSentences } from './sentence-cache.ts';
import { loadSpelling } from './spelling.ts';
import { createUsage } from './usage.ts';
import { voiceSegments } from './voicing.ts';
import { refuseWords, type WordsSettings } from './words.ts';

const NO_WORDS: WordsSettings = { abbreviations: [], respellings: [] };
const DAY_MS = 86_400_000;
const MIB = 1024 ** 2;
const SENTENCES_LIMIT = 256 * MIB;
/** Some services take two minutes, and the officer looks on. */
const TRIAL_MS = 120_000;

/** The speech engine of the station, without Fastify. Nothing is touched before `open`. */
export function createSpeech(options: SpeechOptions): Speech {
  const { dir, programs, spawn, timeouts = {}, now = Date.now } = options;
  const defaults = Value.Create(SpeechSettings);
  const settings = options.settings ?? (() => defaults);
  const espeak = espeakNg({
    program: programs.espeak,
    spawn,
    ...(timeouts.engineMs && { timeoutMs: timeouts.engineMs }),
  });
  const engines = () => [...(options.engines?.() ?? []), espeak];
  const mastering: MasteringOptions = {
    program: programs.ffmpeg,
    spawn,
    ...(timeouts.ffmpegMs && { timeoutMs: timeouts.ffmpegMs }),
  };
  const cache = createAudioCache({
    dir,
    limitBytes: options.cacheLimitBytes ?? 1024 * MIB,
    maxAgeMs: options.cacheMaxAgeMs ?? 90 * DAY_MS,
    now,
  });
  const recordings = createRecordings({
    dir: options.recordingsDir ?? join(dir, 'recordings'),
    mastering,
    workDir: cache.workDir,
  });
  const chimes = createChimes({
    made: join(dir, 'chimes'),
    own: options.chimesDir ?? join(dir, 'own-chimes'),
    mastering,
    workDir: cache.workDir,
  });
  const sentences = createSentenceCache({ dir: join(dir, 'sentences'), limitBytes: SENTENCES_LIMIT, now });
  const usage = createUsage(dir, now);
  const queue = createRenderQueue<RenderedAudio>(options.slots ?? 2);
  const normalisers = createNormalisers({
    numbers: settings,
    words: options.words ?? (() => NO_WORDS),
  });
  const normaliser = normalisers.current;
  // Somebody waits for each: they take no turn from a bulletin, and one at a time is enough.
  const trials = createRenderQueue<RenderedAudio>(1);
  const states = createEngineStates({
    usage,
    now,
    monthlyLimit: (engine) => options.monthlyLimit?.(engine),
    onFallback: ({ engine, voice }, error) => options.onFallback?.({ engine: engine.name, voice }, error),
  });
  /** undefined: not known yet; null: speaks; else why it does not. */
  let failing: string | null | undefined;
  let spelling: ReturnType<typeof loadSpelling> | undefined;
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

  async function render(job: Job, narrator: Narrator, signal: AbortSignal): Promise<RenderedAudio> {
    const key = renderKey(job.segments, job.plan, narrator, chimes.digestOf);
    const found = await cache.find(key);
    if (found) return audio(found, true);
    const attempt = () =>
      make(key, job, narrator, signal).catch(async (error: unknown) => {
        // Sentences are the cheapest to make again, and must not hold the last bytes of a disk.
        if (isFull(error)) await sentences.evict(0);
        throw error;
      });
    const entry = await attempt().catch(async (error: unknown) => {
      if (!isFull(error)) throw error;
      // What nobody has used of late gives way to what must be said now.
      await cache.evict(cache.size().bytes / 2);
      return attempt();
    });
    if (cache.size().bytes > ceiling) evict();
    return audio(entry, false);
  }

  /** The speech and what follows it, as one file: speakers need to know nothing of parts. */
  async function make(key: string, job: Job, narrator: Narrator, signal: AbortSignal): Promise<CacheEntry> {
    const { recordings: parts } = job.plan;
    if (parts.length === 0) return produce(key, job, narrator, signal);
    const alone = { ...job, plan: { ...job.plan, recordings: [] } };
    const { path: speech, mime, cached, id, ...facts } = await render(alone, narrator, signal);
    const work = await cache.workDir();
    try {
      const path = join(work, 'joined.mp3');
      const length = await recordings.join(speech, parts, path);
      const normalised = [facts.normalised, ...new Set(parts.map(({ about }) => `(${about})`))].join('\n');
      return await cache.add(key, path, { ...facts, ...length, normalised });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  async function produce(
    key: string,
    { segments, plan, spoken }: Job,
    narrator: Narrator,
    signal: AbortSignal,
    anew = false,
  ) {
    const { speed, pitch, repeats, target } = plan;
    const { engine, voice } = narrator;
    const work = await cache.workDir();
    try {
      const path = join(work, 'speech.wav');
      const kept = anew ? freshSentences(work) : sentences;
      const parts = { sentences: kept, signal, onAsk: countsFor(engine) };
      const { durationMs } = await voiceSegments(engine, segments, { voice, speed }, path, parts);
      refuseImplausible(segments, durationMs, speed);
      const chime = plan.chime && (await chimes.file(plan.chime));
      const job = { speech: { path, durationMs }, chime, repeats, pitch, target, dir: work };
      const { path: mastered, ...facts } = await master(job, mastering, signal);
      return await cache.add(key, mastered, { ...facts, engine: engine.name, voice, normalised: spoken });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  function countsFor(engine: SpeechEngine): (characters: number) => void {
    if (!engine.online) return () => {};
    return (characters) => {
      // Asked for each sentence anew: several bulletins at once may share what is left.
      states.mustAsk(engine, characters);
      // A count that cannot be written is kept in memory; the sound matters more.
      usage.add(engine.name, characters).catch(() => {});
    };
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
      await sentences.open();
      await recordings.open();
      await chimes.own.open();
      evict();
    },
    normalise: (text, decisions) => normaliser()(text, decisions),
    read: (text, decisions) => readText(normaliser(), text, decisions),
    async draft(text, { decisions, speed = settings().speed } = {}) {
      spelling ??= loadSpelling();
      return readDraft(normaliser(), text, { decisions, speed, spelling: await spelling });
    },
    readPasted,
    readDocument: async (sent, signal) =>
      readSentDocument(sent, { dir: await cache.workDir(), signal, spawn }),
    refuseWords: (next, current) => refuseWords(next, current, normalisers.builtIn()),
    shareWords: normalisers.share,
    voices: async () => engines().flatMap(({ voices }) => voices),
    chimes: chimes.all,
    ownChimes: chimes.own,
    file: (id) => cache.file(id),
    engineState: states.of,
    engineChanged: states.breaker.succeeded,
    addRecording: (sent, signal) =>
      recordings.add(sent, signal).catch((error) => {
        throw isFull(error) ? new AppError('disk.full', {}, error) : error;
      }),
    recordingFile: recordings.file,
    keepRecordings: recordings.keepOnly,
    async render(request, { signal } = {}) {
      const all = engines();
      const plan = planRender(request, settings(), all, chimes.find);
      recordings.require(plan.recordings);
      const job = await jobFor(normaliser(), request, plan);
      const narrators = lineUp(plan.voice, settings().alternatives, all);
      const [first] = narrators;
      if (!first) throw new AppError('speech.voice_unknown', { field: 'voice', voice: plan.voice });
      const key = renderKey(job.segments, job.plan, first, chimes.digestOf);
      const characters = charactersOf(job.segments);
      // The wait for a turn counts: many bulletins behind a slow service would all be late.
      const onlineUntil = performance.now() + plan.onlineMs;
      try {
        const found = await cache.find(key);
        if (found) return audio(found, true);
        const urgent = plan.target === 'emergency';
        const work = (within: AbortSignal) =>
          firstThatCan(
            narrators,
            (narrator, limit) => render(job, narrator, limit),
            { characters, onlineMs: onlineUntil - performance.now(), signal: within },
            states,
          );
        const made = await queue.run(key, urgent, work, signal);
        if (failing !== null) options.onRecovered?.();
        failing = null;
        return made;
      } catch (error) {
        throw judge(error);
      }
    },
    async tryVoice({ voice, text }) {
      const all = engines();
      const request = { voice, text, chime: null, target: 'bulletin', framed: false } as const;
      const plan = planRender(request, settings(), all, chimes.find);
      const job = await jobFor(normaliser(), request, plan);
      const [narrator] = lineUp(voice, [], all);
      if (!narrator) throw new AppError('speech.voice_unknown', { field: 'voice', voice });
      const key = renderKey(job.segments, job.plan, narrator, chimes.digestOf);
      const work = async (signal: AbortSignal) =>
        audio(
          await produce(key, job, narrator, AbortSignal.any([signal, AbortSignal.timeout(TRIAL_MS)]), true),
          false,
        );
      return states
        .tried(narrator, charactersOf(job.segments), () => trials.run(key, false, work))
        .catch((error) => {
          const isLate = (error as Error).name === 'TimeoutError';
          throw isLate ? new AppError('speech.timeout', { program: narrator.engine.title }, error) : error;
        });
    },
    async health() {
      const state = { cache: cache.size(), failing: failing ?? null };
      return checkHealth(engines(), mastering, state);
    },
    roomChanged(level) {
      // After what is under way: before the first look at the folder nobody knows how much there is.
      evicting = evicting.then(() => {
        ceiling = { ok: limit, low: Math.min(limit, cache.size().bytes / 2), full: 0 }[level];
        return level === 'ok' ? undefined : sentences.evict(0).catch(() => {});
      });
      if (level !== 'ok') evict();
    },
    async close() {
      await Promise.all([queue.close(), trials.close(), recordings.close()]);
      await evicting;
    },
  };
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
