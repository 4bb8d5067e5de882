import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Voice } from '../engine.ts';

/** `voice.json`: what is known of an installed voice. */
export const VoiceCard = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  accent: Type.Enum(['north', 'central', 'south']),
  /** As its makers state it, one line. */
  licence: Type.String({ maxLength: 300 }),
  /** The model's file. */
  model: Type.String({ pattern: '^[\\w.-]+\\.onnx$', maxLength: 200 }),
  /** Which of the speakers in the model. */
  speaker: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  /** SHA-256 of each file that makes the sound, hex. */
  sha256: Type.Record(Type.String({ maxLength: 200 }), Type.String({ pattern: '^[0-9a-f]{64}$' })),
});
export type VoiceCard = Static<typeof VoiceCard>;

export interface InstalledVoice {
  /** Name of its folder. */
  id: string;
  dir: string;
  card: VoiceCard;
}

export const CARD = 'voice.json';
export const TOKENS = 'tokens.txt';
export const ESPEAK_DATA = 'espeak-ng-data';
/** Also what a voice id of the settings may hold. */
export const VOICE_NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,79}$/;

/** The voices in `<data>/voices`; folders without a readable card are none. A few small files: a millisecond. */
export function installedVoices(dir: string): InstalledVoice[] {
  const names = entries(dir).filter((name) => VOICE_NAME.test(name));
  return names.sort().flatMap((id) => {
    const card = cardIn(join(dir, id));
    return card ? [{ id, dir: join(dir, id), card }] : [];
  });
}

/** The same, read anew only when a voice came or went: the command line installs while the station runs. */
export function watchedVoices(dir: string): () => InstalledVoice[] {
  let known: { mtimeMs: number; voices: InstalledVoice[] } | undefined;
  return () => {
    const mtimeMs = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (known?.mtimeMs !== mtimeMs) known = { mtimeMs, voices: installedVoices(dir) };
    return known.voices;
  };
}

/** `piper:vi_VN-vais1000-medium` */
export function voiceOf({ id, card }: InstalledVoice): Voice {
  return {
    id: `piper:${id}`,
    engine: 'piper',
    name: { vi: `${card.name} (Piper)`, en: `${card.name} (Piper)` },
    accent: card.accent,
  };
}

function entries(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function cardIn(dir: string): VoiceCard | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dir, CARD), 'utf8'));
    return Value.Check(VoiceCard, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
