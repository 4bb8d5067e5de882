import { createHash } from 'node:crypto';
import { AppError, invalid } from '../errors.ts';
import { chimeDigest, findChime } from './chimes/chime-files.ts';
import type { Chime } from './chimes/chimes.ts';
import type { SpeechSettings } from './config.ts';
import type { SpeechEngine } from './engines/engine.ts';
import { MASTERING_VERSION, type Target } from './mastering.ts';

/** What to say and how. */
export interface RenderRequest {
  /** Vietnamese as written, at most 100,000 characters. */
  text: string;
  /** Id of a voice; default from the settings. */
  voice?: string | undefined;
  /** 0.5–2; default from the settings. */
  speed?: number | undefined;
  /** Id of a chime to play in front, null for none; default from the settings, by target. */
  chime?: string | null | undefined;
  /** How often the text is said in a row, 1–5; default 1. The chime sounds once. */
  repeats?: number | undefined;
  /** Sets the loudness, and lets emergencies go first. */
  target: Target;
  /** Said in front of the text, each time it is repeated: “Đây là diễn tập.” */
  preface?: string | undefined;
}

/** A request with every default filled in. */
export interface RenderPlan {
  engine: SpeechEngine;
  voice: string;
  speed: number;
  chime: Chime | undefined;
  repeats: number;
  target: Target;
}

export const LONGEST_TEXT = 100_000;

/** Fills in the defaults. Throws `speech.too_long`, `speech.voice_unknown`, `speech.chime_unknown` or `input.invalid`. */
export function planRender(
  request: RenderRequest,
  settings: Readonly<SpeechSettings>,
  engines: readonly SpeechEngine[],
): RenderPlan {
  const { text, preface = '', target, repeats = 1 } = request;
  const count = text.length + preface.length;
  if (count > LONGEST_TEXT)
    throw new AppError('speech.too_long', { field: 'text', count, most: LONGEST_TEXT });
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 5)
    throw invalid('repeats', 'phải từ 1 đến 5 lần');
  const speed = request.speed ?? settings.speed;
  if (!(speed >= 0.5 && speed <= 2)) throw invalid('speed', 'phải từ 0,5 đến 2');
  const voice = request.voice ?? settings.voice;
  const engine = engines.find(({ voices }) => voices.some(({ id }) => id === voice));
  if (!engine) throw new AppError('speech.voice_unknown', { field: 'voice', voice });
  const byDefault = target === 'emergency' ? settings.emergencyChime : settings.chime;
  const chimeId = (request.chime === undefined ? byDefault : request.chime) || undefined;
  const chime = chimeId === undefined ? undefined : findChime(chimeId);
  if (chimeId !== undefined && !chime)
    throw new AppError('speech.chime_unknown', { field: 'chime', chime: chimeId });
  return { engine, voice, speed, chime, repeats, target };
}

/** The same for two requests that must sound the same. */
export function renderKey(spoken: string, plan: RenderPlan): string {
  const { engine, voice, speed, chime, repeats, target } = plan;
  const sound = [spoken, engine.name, voice, speed, chime ? chimeDigest(chime) : null, repeats, target];
  return createHash('sha256')
    .update(JSON.stringify([MASTERING_VERSION, ...sound]))
    .digest('hex');
}
