import type { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { AppError } from '../../../errors.ts';
import type { SpeechEngine } from '../engine.ts';
import { createSpeakerProcess, SpeakerError } from './speaker-process.ts';
import { ESPEAK_DATA, type InstalledVoice, TOKENS, voiceOf, watchedVoices } from './voice-folder.ts';

/** Settings section `speech.piper`. */
export const PiperSettings = Type.Object(
  {
    enabled: Type.Boolean({
      title: 'Dùng giọng Piper đã cài',
      titleEn: 'Use the installed Piper voices',
      description: 'Giọng tự nhiên, đọc ngay trên Trạm Số. Cài giọng: scripts/tramso voice install',
      descriptionEn: 'Natural voices, spoken on this machine. Install one: scripts/tramso voice install',
      default: true,
    }),
    threads: Type.Integer({
      title: 'Số nhân xử lý dùng để đọc',
      titleEn: 'Processor cores to speak with',
      description: 'Nhiều hơn thì đọc nhanh hơn nhưng Trạm Số bận hơn',
      descriptionEn: 'More is faster, and keeps the machine busier',
      minimum: 1,
      maximum: 8,
      default: 2,
    }),
  },
  { additionalProperties: false, title: 'Giọng đọc Piper', titleEn: 'Piper voices' },
);
export type PiperSettings = Static<typeof PiperSettings>;

export interface PiperOptions {
  /** `<data>/voices` */
  dir: string;
  settings?: () => Readonly<PiperSettings>;
  spawn?: typeof spawn | undefined;
  /** Program and arguments of the child; the real one by default. */
  command?: readonly [string, ...string[]];
  idleMs?: number;
  /** Base of the time-out, in milliseconds; 40 ms for each character come on top. */
  timeoutMs?: number;
}

const NAME = 'piper';
const TITLE = 'Piper';
const IDLE_MS = 5 * 60_000;
const MS_A_CHARACTER = 40;

/** Piper voices through sherpa-onnx, in a child process. `close` ends it. */
export function piper(options: PiperOptions): SpeechEngine & { close(): Promise<void> } {
  const { settings = () => ({ enabled: true, threads: 2 }), timeoutMs = 15_000 } = options;
  const installed = watchedVoices(options.dir);
  const child = createSpeakerProcess({
    command: options.command ?? [process.execPath, join(import.meta.dirname, 'child.ts')],
    spawn: options.spawn,
    idleMs: options.idleMs ?? IDLE_MS,
  });

  return {
    name: NAME,
    title: TITLE,
    /** The models' digests: a voice replaced by another of the same name sounds otherwise. */
    get revision() {
      const models = installed().map(({ id, card }) => [id, card.speaker, card.sha256]);
      return createHash('sha256').update(JSON.stringify(models)).digest('hex').slice(0, 16);
    },
    online: false,
    get voices() {
      return settings().enabled ? installed().map(voiceOf) : [];
    },
    async speak({ text, voice, speed, path }, signal) {
      const found = installed().find(({ id }) => `${NAME}:${id}` === voice);
      if (!found) throw new AppError('speech.voice_unknown', { field: 'voice', voice });
      const line = {
        ...modelOf(found),
        threads: settings().threads,
        ...{ text, speed, path },
      };
      try {
        await child.speak(line, timeoutMs + text.length * MS_A_CHARACTER, signal);
      } catch (error) {
        throw explain(error, found);
      }
    },
    async probe() {
      try {
        const version = await child.version(timeoutMs);
        return { version, voices: this.voices.map(({ id }) => id) };
      } catch (error) {
        throw explain(error, undefined);
      }
    },
    close: child.close,
  };
}

function modelOf({ dir, card }: InstalledVoice) {
  const model = {
    model: join(dir, card.model),
    tokens: join(dir, TOKENS),
    dataDir: join(dir, ESPEAK_DATA),
  };
  return { model, speaker: card.speaker };
}

function explain(error: unknown, voice: InstalledVoice | undefined): unknown {
  if (!(error instanceof SpeakerError)) return error;
  if (error.kind === 'disk') return Object.assign(new Error('no room for the sound'), { code: 'ENOSPC' });
  if (error.kind === 'timeout') return new AppError('speech.timeout', { program: TITLE }, error);
  const isBroken = voice !== undefined && (error.kind === 'missing' || error.kind === 'model');
  if (isBroken) return new AppError('speech.voice_broken', { voice: voice.card.name, id: voice.id }, error);
  return new AppError('speech.failed', { program: TITLE }, error);
}
