/** A voice that an engine can speak with. */
export interface Voice {
  /** Unique over all engines. */
  readonly id: string;
  readonly engine: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly accent: 'north' | 'central' | 'south';
}

export interface SpeakRequest {
  /** Normalised text: words and pause marks only. */
  readonly text: string;
  /** Id of one of the engine's voices. */
  readonly voice: string;
  /** 1 is the engine's usual speed, 0.5–2. */
  readonly speed: number;
  /** File to write: a sound file that ffmpeg can read. */
  readonly path: string;
}

/** Turns text into sound. One file an engine; none knows of mastering or of the cache. */
export interface SpeechEngine {
  readonly name: string;
  /** Every voice it may have; whether it works now is for `probe` to say. */
  readonly voices: readonly Voice[];
  /**
   * Writes the sound and tells how long it is, in milliseconds. Throws AppError `speech.engine_missing`,
   * `speech.failed`, `speech.timeout` or `speech.no_audio`, the abort reason, or the error of a full disk; the file may be there in part then.
   */
  speak(request: SpeakRequest, signal: AbortSignal): Promise<{ durationMs: number }>;
  /** Asks the engine whether it could speak now. Throws as `speak` does. */
  probe(): Promise<{ version: string; voices: readonly string[] }>;
}
