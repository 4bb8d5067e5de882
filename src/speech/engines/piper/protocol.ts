/** A line to the child program, as JSON. */
export type ToChild =
  | {
      id: number;
      /** Paths of the model; the child keeps one model in memory. */
      model: { model: string; tokens: string; dataDir: string };
      speaker: number;
      threads: number;
      text: string;
      speed: number;
      /** WAV file to write. */
      path: string;
    }
  /** What was asked under this id is wanted no more: its file is not written. */
  | { cancel: number };

/** A line from the child program, as JSON. */
export type FromChild =
  | { ready: true; version: string }
  /** It is about to load the model, which may be the end of it. */
  | { id: number; loading: true }
  | { id: number; ok: true }
  /** missing: a file of the voice · model: it cannot be loaded · speak: it cannot say that · disk: no room to write. */
  | { id: number; ok: false; kind: 'missing' | 'model' | 'speak' | 'disk'; reason: string };
