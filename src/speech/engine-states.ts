import { AppError } from '../errors.ts';
import { createBreaker } from './breaker.ts';
import type { SpeechEngine } from './engines/engine.ts';
import type { FallbackParts, Narrator } from './fallback.ts';
import type { Usage } from './usage.ts';

/** How an engine has been doing. */
export interface EngineState {
  /** Characters that it was asked for this month; 0 for an engine on this machine. */
  used: number;
  /** UTC ms until which it is left alone after failures; null where it may be asked. */
  restsUntil: number | null;
  /** Its last failure since it last spoke. */
  lastError: { at: number; code: string; message: string; messageEn: string } | null;
}

export interface EngineStates extends FallbackParts {
  of(engine: string): EngineState;
  /** Throws `speech.refused` where a service may not be asked for so many characters more this month. */
  mustAsk(engine: SpeechEngine, characters: number): void;
  /** Lets an engine do something whatever it did before; the outcome counts. Throws its own error. */
  tried<T>(narrator: Narrator, characters: number, work: () => Promise<T>): Promise<T>;
}

export interface EngineStatesOptions {
  usage: Usage;
  monthlyLimit: (engine: string) => number | undefined;
  onFallback: (from: Narrator, error: unknown) => void;
  /** UTC milliseconds. */
  now: () => number;
  /** Milliseconds that only grow. */
  monotonic?: () => number;
}

/** Who failed and who rests, for the choice of a voice and for people. */
export function createEngineStates(options: EngineStatesOptions): EngineStates {
  const { usage, now, monotonic = () => performance.now() } = options;
  const resting = createBreaker(monotonic);
  const errors = new Map<string, EngineState['lastError']>();

  function note({ name }: SpeechEngine, error: unknown): void {
    const { code, messageVi, message } = error instanceof AppError ? error : new AppError('internal');
    errors.set(name, { at: now(), code, message: messageVi, messageEn: message });
  }

  const states: EngineStates = {
    breaker: {
      ...resting,
      succeeded(engine) {
        errors.delete(engine);
        resting.succeeded(engine);
      },
    },
    mayAsk: ({ name }, characters) =>
      usage.used(name) + characters <= (options.monthlyLimit(name) ?? Number.POSITIVE_INFINITY),
    onFallback(from, error) {
      note(from.engine, error);
      options.onFallback(from, error);
    },
    of(engine) {
      const until = resting.restsUntil(engine);
      return {
        used: usage.used(engine),
        restsUntil: until === undefined ? null : Math.round(now() + until - monotonic()),
        lastError: errors.get(engine) ?? null,
      };
    },
    mustAsk(engine, characters) {
      if (!states.mayAsk(engine, characters)) throw overLimit(engine);
    },
    async tried({ engine }, characters, work) {
      if (engine.online) states.mustAsk(engine, characters);
      try {
        const result = await work();
        states.breaker.succeeded(engine.name);
        return result;
      } catch (error) {
        if (error instanceof AppError) note(engine, error);
        throw error;
      }
    },
  };
  return states;
}

function overLimit({ title }: SpeechEngine): AppError {
  return new AppError('speech.refused', {
    program: title,
    reason: 'đã dùng hết số ký tự đặt cho tháng này',
    reasonEn: 'the characters set for this month are used up',
  });
}
