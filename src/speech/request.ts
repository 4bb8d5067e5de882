import { createHash } from 'node:crypto';
import { AppError, invalid } from '../errors.ts';
import type { Chime } from './chimes/chimes.ts';
import { DEFAULT_CHIME, type SpeechSettings } from './config.ts';
import type { SpeechEngine } from './engines/engine.ts';
import type { Narrator } from './fallback.ts';
import { MASTERING_VERSION, type Target } from './mastering.ts';
import type { Decisions } from './normalise/index.ts';
import type { RecordingPart } from './recordings/recordings.ts';
import type { Segment } from './segments.ts';

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
  /** −4 to 4 semitones; default 0. */
  pitch?: number | undefined;
  /** What the editor has decided about single words. */
  decisions?: Decisions | undefined;
  /** Whether the commune's greeting and closing frame a bulletin; default true. Never around an emergency. */
  framed?: boolean | undefined;
  /** Recordings that follow the text, in this order, as often as the text is said. */
  recordings?: readonly RecordingPart[] | undefined;
  /** How long services elsewhere may take before a voice of this machine speaks, ms; default 60 s, 0 for emergencies. */
  onlineMs?: number | undefined;
}

/** A request with every default filled in. */
export interface RenderPlan {
  voice: string;
  speed: number;
  pitch: number;
  chime: Chime | undefined;
  repeats: number;
  target: Target;
  /** Said once before and once after everything else, '' for nothing. */
  greeting: string;
  closing: string;
  /** What follows the text with all of its repeats, repeats of these included. */
  recordings: readonly RecordingPart[];
  onlineMs: number;
}

export const LONGEST_TEXT = 100_000;
/** Bulletins are prepared 90 s ahead: this leaves time for a voice of this machine. */
const ONLINE_MS = 60_000;

/** Fills in the defaults. Throws `speech.too_long`, `speech.voice_unknown`, `speech.chime_unknown` or `input.invalid`. */
export function planRender(
  request: RenderRequest,
  settings: Readonly<SpeechSettings>,
  engines: readonly SpeechEngine[],
  findChime: (id: string) => Chime | undefined,
): RenderPlan {
  const { text, preface = '', target, repeats = 1 } = request;
  const count = text.length + preface.length;
  if (count > LONGEST_TEXT)
    throw new AppError('speech.too_long', { field: 'text', count, most: LONGEST_TEXT });
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 5)
    throw invalid('repeats', 'phải từ 1 đến 5 lần', 'it must be from 1 to 5 times');
  const speed = request.speed ?? settings.speed;
  if (!(speed >= 0.5 && speed <= 2)) throw invalid('speed', 'phải từ 0,5 đến 2', 'it must be from 0.5 to 2');
  const pitch = request.pitch ?? 0;
  if (!(pitch >= -4 && pitch <= 4)) throw invalid('pitch', 'phải từ −4 đến 4', 'it must be from −4 to 4');
  const voice = request.voice ?? settings.voice;
  // The voice of the settings may have been taken away since; one that a person chose for this text may not.
  if (request.voice !== undefined && !hasVoice(engines, voice)) {
    throw new AppError('speech.voice_unknown', { field: 'voice', voice });
  }
  // The chime of the settings may be lost since, with its file; one that a person chose for this text may not.
  const common = settings.chime === '' || findChime(settings.chime) ? settings.chime : DEFAULT_CHIME;
  const byDefault = target === 'emergency' ? settings.emergencyChime : common;
  const chimeId = (request.chime === undefined ? byDefault : request.chime) || undefined;
  const chime = chimeId === undefined ? undefined : findChime(chimeId);
  if (chimeId !== undefined && !chime)
    throw new AppError('speech.chime_unknown', { field: 'chime', chime: chimeId });
  const isFramed = target === 'bulletin' && (request.framed ?? true);
  const greeting = isFramed ? settings.greeting.trim() : '';
  const closing = isFramed ? settings.closing.trim() : '';
  const onlineMs = request.onlineMs ?? (target === 'emergency' ? 0 : ONLINE_MS);
  const recordings = Array.from({ length: repeats }, () => request.recordings ?? []).flat();
  return { voice, speed, pitch, chime, repeats, target, greeting, closing, recordings, onlineMs };
}

function hasVoice(engines: readonly SpeechEngine[], voice: string): boolean {
  return engines.some(({ voices }) => voices.some(({ id }) => id === voice));
}

/** The same for two requests that must sound the same. */
export function renderKey(
  segments: readonly Segment[],
  plan: RenderPlan,
  narrator: Narrator,
  digestOf: (chime: Chime) => string,
): string {
  const { speed, pitch, chime, repeats, target, recordings } = plan;
  const { engine, voice } = narrator;
  const sound = [
    engine.name,
    engine.revision,
    voice,
    speed,
    pitch,
    chime ? digestOf(chime) : null,
    repeats,
    target,
    ...recordings,
  ];
  return createHash('sha256')
    .update(JSON.stringify([MASTERING_VERSION, segments, ...sound]))
    .digest('hex');
}
