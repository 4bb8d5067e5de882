import type { spawn } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { SpeechEngine, Voice } from '../engine.ts';
import { type AskingOptions, asking } from './asking.ts';
import { decode } from './decode.ts';
import type { AccountSettings, OnlineService } from './provider.ts';
import { refusal } from './refusals.ts';

export interface OnlineOptions<S extends AccountSettings> {
  settings: () => Readonly<S>;
  ffmpeg: string;
  spawn?: typeof spawn | undefined;
  fetch?: typeof fetch;
  resolve?: AskingOptions['resolve'];
  sleep?: AskingOptions['sleep'];
  pollMs?: number;
  requestMs?: number;
  /** How long a sentence may take from the asking to its sound; some services need two minutes. */
  sentenceMs?: number;
}

/** A change of what is asked of the services, or of how the answer is decoded, makes their sound anew. */
const VERSION = 1;
const DECODE_MS = 20_000;

/** A service elsewhere as an engine. It has no voices while it is switched off or its key is missing. */
export function onlineEngine<S extends AccountSettings>(
  service: OnlineService<S>,
  options: OnlineOptions<S>,
): SpeechEngine {
  const { name, title } = service;
  const ways: AskingOptions = {
    fetch: options.fetch ?? fetch,
    resolve: options.resolve ?? addressesOf,
    sleep: options.sleep ?? ((ms, signal) => sleep(ms, undefined, { signal })),
    pollMs: options.pollMs ?? 1_000,
    requestMs: options.requestMs ?? 20_000,
  };
  const sentenceMs = options.sentenceMs ?? 150_000;
  const decoding = { program: options.ffmpeg, spawn: options.spawn, timeoutMs: DECODE_MS };
  const voices: readonly Voice[] = service.voices.map(({ id, name: vi, gender, accent }) => ({
    id: `${name}:${id}`,
    engine: name,
    name: {
      vi: `${vi}, ${gender === 'female' ? 'nữ' : 'nam'} miền ${PLACES[accent].vi} (${title})`,
      en: `${vi}, ${gender}, ${PLACES[accent].en} (${title})`,
    },
    accent,
  }));

  return {
    name,
    title,
    get revision() {
      return `${VERSION} ${options.settings().url}`;
    },
    online: true,
    get voices() {
      const settings = options.settings();
      const isReady = settings.enabled && settings.key !== '' && (service.isComplete?.(settings) ?? true);
      return isReady ? voices : [];
    },
    async speak({ text, voice, speed, path }, signal) {
      const settings = options.settings();
      if (settings.key === '') throw refusal(title, undefined, '', 401);
      const limit = AbortSignal.timeout(sentenceMs);
      const within = AbortSignal.any([signal, limit]);
      const { url, key } = settings;
      const ask = asking({ title, url, key, signal: within }, ways);
      try {
        const id = voice.slice(name.length + 1);
        const bytes = await service.synthesise({ text, voice: id, speed }, settings, ask);
        const facts = { title, characters: text.length, speed, signal: within };
        await decode(bytes, path, facts, decoding);
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) throw new AppError('speech.timeout', { program: title });
        throw error;
      }
    },
    // Asking costs characters and waits for a line that may be down: what it can do is seen when it speaks.
    async probe() {
      return { version: String(VERSION), voices: this.voices.map(({ id }) => id) };
    },
  };
}

const PLACES = {
  north: { vi: 'Bắc', en: 'north' },
  central: { vi: 'Trung', en: 'centre' },
  south: { vi: 'Nam', en: 'south' },
} as const;

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
