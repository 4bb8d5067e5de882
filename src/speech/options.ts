import type { spawn as systemSpawn } from 'node:child_process';
import type { SpeechSettings } from './config.ts';
import type { SpeechEngine } from './engines/engine.ts';

/** What speech is given of the world; each with a default where it has a question mark. */
export interface SpeechOptions {
  /** Folder of the audio files, the chimes and the work in progress. */
  dir: string;
  programs: { ffmpeg: string; espeak: string };
  settings?: () => Readonly<SpeechSettings>;
  /** The engines beside espeak-ng, as they are set up now. */
  engines?: () => readonly SpeechEngine[];
  /** Characters that a service may be asked for in a month; none: no limit. */
  monthlyLimit?: (engine: string) => number | undefined;
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
  /** A voice could not speak and the next in the line is asked. */
  onFallback?: (from: { engine: string; voice: string }, error: unknown) => void;
}
