import type { spawn as systemSpawn } from 'node:child_process';
import type { Reason } from '../reasons.ts';
import type { CacheEntry } from './cache.ts';
import type { Chime } from './chimes/chimes.ts';
import type { OwnChimes } from './chimes/own-chimes.ts';
import type { SpeechSettings } from './config.ts';
import type { Draft } from './draft.ts';
import type { EngineState } from './engine-states.ts';
import type { SpeechEngine, Voice } from './engines/engine.ts';
import type { SpeechHealth } from './health.ts';
import type { Decisions, Normalised } from './normalise/index.ts';
import type { Pasted } from './pasted/index.ts';
import type { Recording } from './recordings/recordings.ts';
import type { RenderRequest } from './request.ts';
import type { Words, WordsSettings } from './words.ts';

export interface SpeechOptions {
  /** Folder of the audio files, the chimes and the work in progress. */
  dir: string;
  /** Folder of the recordings that people brought; default inside `dir`. */
  recordingsDir?: string;
  /** Folder of the commune's own chimes; default inside `dir`. */
  chimesDir?: string;
  programs: { ffmpeg: string; espeak: string };
  settings?: () => Readonly<SpeechSettings>;
  /** The commune's own words. */
  words?: () => Readonly<WordsSettings>;
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

export interface RenderedAudio extends CacheEntry {
  path: string;
  mime: 'audio/mpeg';
  /** Whether it was there already. */
  cached: boolean;
}

export interface Speech {
  /** Makes the folders; before the first render. */
  open(): Promise<void>;
  /** What would be said for one line. Pure; about a millisecond for 500 characters. */
  normalise(text: string, decisions?: Decisions): Normalised;
  /** What would be said for a text, one entry a written line; the main thread is given back in between. */
  read(text: string, decisions?: Decisions): Promise<Normalised[]>;
  /**
   * The same with how long it would take and what an announcer would avoid. `speed`: 0.5–2; default from the settings.
   */
  draft(
    text: string,
    options?: { decisions?: Decisions | undefined; speed?: number | undefined },
  ): Promise<Draft>;
  /** A text as it came from an old document, Word or a PDF, put right. Pure; 4 ms for 20,000 characters. */
  readPasted(text: string): Pasted;
  /** The text of a TXT or DOCX file as it is being sent, put right. Throws `document.*` or the abort reason. */
  readDocument(sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Pasted>;
  /** What is wrong with a table of words, by its field. */
  refuseWords(next: Readonly<WordsSettings>, current: Readonly<WordsSettings>): Reason | undefined;
  /** Puts a table of the province over the built-in ones and under the commune's own; in force at once. */
  shareWords(words: Words): void;
  voices(): Promise<readonly Voice[]>;
  /** The project's, then the commune's own. */
  chimes(): readonly Chime[];
  ownChimes: Pick<OwnChimes, 'all' | 'add' | 'rename' | 'remove' | 'hold' | 'file'>;
  /**
   * Text in, airable audio out. Throws AppError `speech.*`, `input.invalid` or `disk.full`, or the abort reason.
   * The same request is never rendered twice, nor is a sentence.
   */
  render(request: RenderRequest, options?: { signal?: AbortSignal | undefined }): Promise<RenderedAudio>;
  /**
   * Masters the sound of a file as it is being sent, at most 30 minutes, and keeps it until `keepRecordings` says
   * otherwise. Throws `recording.*`, `speech.*`, `disk.full` or the abort reason.
   */
  addRecording(sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Recording>;
  /** Path of a recording by its id; undefined where it is not there. */
  recordingFile(id: string): string | undefined;
  /** Deletes all recordings but these, and those of the last hour. */
  keepRecordings(ids: ReadonlySet<string>): Promise<void>;
  /** Path of a rendered audio by its id (SHA-256, hex); undefined where it is there no more. */
  file(id: string): string | undefined;
  /**
   * Lets one voice say a short text, whatever it did before and without another one standing in. Throws the error of
   * its engine. Nothing that is kept is used, so it tells whether the voice can speak now; two minutes at most.
   */
  tryVoice(trial: { voice: string; text: string }): Promise<RenderedAudio>;
  /** How an engine has been doing. */
  engineState(engine: string): EngineState;
  /** An engine was set up anew: what it did before counts no more. */
  engineChanged(engine: string): void;
  /** Tries the programs: what works, and what does not and why. */
  health(): Promise<SpeechHealth>;
  /** Follows the room on the disk: what was not used of late gives way. */
  roomChanged(level: 'ok' | 'low' | 'full'): void;
  /** Stops the renders under way; no child process is left when it returns. */
  close(): Promise<void>;
}
