/** A voice that an engine can speak with. */
export interface Voice {
  /** Unique over all engines. */
  readonly id: string;
  readonly engine: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly accent: 'north' | 'central' | 'south';
}

export interface SpeakRequest {
  /** Normalised text: words and pause marks only; a sentence or less, at most some 400 characters. */
  readonly text: string;
  /** Id of one of the engine's voices. */
  readonly voice: string;
  /** 1 is the engine's usual speed, 0.5–2. */
  readonly speed: number;
  /** File to write: 16-bit mono WAV. */
  readonly path: string;
}

/** Turns text into sound. One file an engine; none knows of mastering or of the cache. */
export interface SpeechEngine {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Changes when the same request would sound otherwise: another model, another address. Part of every cache key. */
  readonly revision: string;
  /** It asks a service elsewhere: slow, counted by characters, and away now and then. */
  readonly online: boolean;
  /** Every voice that it has as it is set up now; none where it is switched off. */
  readonly voices: readonly Voice[];
  /**
   * Writes the sound. Throws AppError `speech.engine_missing`, `speech.failed`, `speech.timeout`, `speech.no_audio`,
   * `speech.cut_off`, `speech.refused` (wrong key, no quota left), `speech.service_failed` (away, overloaded), the abort reason, or the error of a full disk; the file may be there
   * in part then.
   */
  speak(request: SpeakRequest, signal: AbortSignal): Promise<void>;
  /** Asks the engine whether it could speak now. Throws as `speak` does. */
  probe(): Promise<{ version: string; voices: readonly string[] }>;
}
