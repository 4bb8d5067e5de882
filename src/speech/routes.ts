import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { SpeechEngine } from './engines/engine.ts';

const Both = Type.Object({ vi: Type.String(), en: Type.String() });
const Instant = Type.Integer({ description: 'UTC ms' });

const SpokenBy = Type.Object({
  id: Type.String(),
  engine: Type.String(),
  name: Both,
  accent: Type.Enum(['north', 'central', 'south']),
});

/** An engine as the settings page shows it. */
export const EngineRow = Type.Object({
  name: Type.String(),
  title: Type.String(),
  online: Type.Boolean(),
  /** The settings section that it is set up in; null for the one that is built in. */
  section: Type.Union([Type.String(), Type.Null()]),
  enabled: Type.Boolean(),
  /** None where it is switched off or lacks something; `enabled` and none: it is not set up fully. */
  voices: Type.Array(SpokenBy),
  /** Characters asked for this month, and how many may be; null: no limit. */
  used: Type.Integer(),
  limit: Type.Union([Type.Integer(), Type.Null()]),
  restsUntil: Type.Union([Instant, Type.Null()]),
  lastError: Type.Union([
    Type.Object({ at: Instant, code: Type.String(), message: Type.String(), messageEn: Type.String() }),
    Type.Null(),
  ]),
});
export type EngineRow = Static<typeof EngineRow>;

const TRIAL_TEXT = 'Kính chào bà con. Đây là giọng đọc thử của đài truyền thanh.';

const Trial = Type.Object({
  voice: Type.String({ minLength: 1, maxLength: 100 }),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
});
export const TrialResult = Type.Object({
  voice: SpokenBy,
  /** Where the sound is. */
  url: Type.String(),
  durationMs: Type.Integer(),
});
export type TrialResult = Static<typeof TrialResult>;

/** An engine with how it is set up. */
export interface KnownEngine {
  engine: SpeechEngine;
  section: string | null;
  settings: () => Readonly<{ enabled: boolean; monthlyCharacters?: number }>;
}

/** Cài đặt → Giọng đọc: what the engines are and how they do, and “thử giọng”. */
export function speechRoutes(app: FastifyInstance, known: readonly KnownEngine[]): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['speech'];
  const config = { right: 'settings.write' } as const;

  api.get(
    '/api/speech/engines',
    {
      config,
      schema: {
        tags,
        summary: 'The engines, their voices, and how they have been doing',
        response: { 200: Type.Object({ items: Type.Array(EngineRow) }) },
      },
    },
    () => ({ items: known.map((one) => rowOf(app, one)) }),
  );

  api.post(
    '/api/speech/try',
    {
      config,
      schema: {
        tags,
        summary: 'One voice says a few words, and no other in its place',
        body: Trial,
        response: { 200: TrialResult },
      },
    },
    async (request) => {
      const { voice: id, text = TRIAL_TEXT } = request.body;
      // A service charges for it, whatever comes of it.
      const details = { voice: id, characters: text.length };
      app.db.transaction(() => app.audit.append({ request, action: 'speech.try', details }))();
      const made = await app.speech.tryVoice({ voice: id, text });
      const voice = (await app.speech.voices()).find((one) => one.id === made.voice);
      if (!voice) throw new Error(`the voice ${made.voice} spoke and is gone`);
      return { voice, url: `/api/audio/${made.id}`, durationMs: made.durationMs };
    },
  );
}

function rowOf(app: FastifyInstance, { engine, section, settings }: KnownEngine): EngineRow {
  const { enabled, monthlyCharacters = 0 } = settings();
  const { name, title, online } = engine;
  return {
    ...{ name, title, online, section, enabled },
    voices: [...engine.voices],
    limit: monthlyCharacters === 0 ? null : monthlyCharacters,
    ...app.speech.engineState(name),
  };
}
