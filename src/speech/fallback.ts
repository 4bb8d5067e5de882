import { AppError } from '../errors.ts';
import type { Breaker } from './breaker.ts';
import type { SpeechEngine } from './engines/engine.ts';

/** Who may speak: an engine and one of its voices. */
export interface Narrator {
  engine: SpeechEngine;
  voice: string;
}

export interface FallbackParts {
  breaker: Breaker;
  /** Whether a service may still be asked for so many characters this month. */
  mayAsk(engine: SpeechEngine, characters: number): boolean;
  onFallback(from: Narrator, error: unknown): void;
}

/** The voice that is always there, by the accent of the one that is not. */
const ALWAYS_THERE: Readonly<Record<string, string>> = {
  north: 'vi',
  central: 'vi-vn-x-central',
  south: 'vi-vn-x-south',
};

/** The voices to try, in order: the one that was asked for, those of the settings, the one that is always there. */
export function lineUp(
  wanted: string,
  alternatives: readonly string[],
  engines: readonly SpeechEngine[],
): Narrator[] {
  const all = engines.flatMap((engine) => engine.voices.map((voice) => ({ engine, voice })));
  const accent = all.find(({ voice }) => voice.id === wanted)?.voice.accent ?? 'north';
  const ids = new Set([wanted, ...alternatives, ALWAYS_THERE[accent] ?? '']);
  return [...ids].flatMap((id) => {
    const found = all.find(({ voice }) => voice.id === id);
    return found ? [{ engine: found.engine, voice: id }] : [];
  });
}

/**
 * Lets the first narrator that can do the work. A service gets what is left of `onlineMs`, all services together, so
 * that no bulletin is late because of one; an engine on this machine is waited for. Throws what the last one threw,
 * or at once what is no fault of an engine (a full disk, nothing to say, an abort).
 */
export async function firstThatCan<T>(
  narrators: readonly Narrator[],
  work: (narrator: Narrator, signal: AbortSignal) => Promise<T>,
  { characters, onlineMs, signal }: { characters: number; onlineMs: number; signal: AbortSignal },
  { breaker, mayAsk, onFallback }: FallbackParts,
): Promise<T> {
  const onlineUntil = performance.now() + onlineMs;
  let lastError: unknown = new AppError('speech.voice_unknown', {
    field: 'voice',
    voice: narrators[0]?.voice ?? '',
  });
  for (const narrator of narrators) {
    const { engine } = narrator;
    const left = Math.floor(onlineUntil - performance.now());
    if (engine.online && (left <= 0 || !mayAsk(engine, characters) || !breaker.allows(engine.name))) continue;
    const limit = engine.online ? AbortSignal.timeout(left) : undefined;
    try {
      const result = await work(narrator, limit ? AbortSignal.any([signal, limit]) : signal);
      breaker.succeeded(engine.name);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      lastError = limit?.aborted ? new AppError('speech.timeout', { program: engine.title }, error) : error;
      if (!isOfEngine(lastError)) throw lastError;
      breaker.failed(engine.name, lastError.code === 'speech.refused');
      onFallback(narrator, lastError);
    }
  }
  throw lastError;
}

const OF_ENGINE = new Set([
  'speech.engine_missing',
  'speech.failed',
  'speech.timeout',
  'speech.no_audio',
  'speech.silent',
  'speech.cut_off',
  'speech.distorted',
  'speech.refused',
  'speech.service_failed',
  'speech.voice_broken',
  'speech.voice_unknown',
]);

function isOfEngine(error: unknown): error is AppError {
  return error instanceof AppError && OF_ENGINE.has(error.code);
}
