import type { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { AppError } from '../errors.ts';
import { Decisions } from '../readings.ts';
import { atMost, whileThere } from '../sent-file.ts';
import type { DraftLine } from '../speech/draft.ts';

const SpokenToken = Type.Object({
  text: Type.String(),
  spoken: Type.String(),
  class: Type.String(),
  /** What decided; codes of src/speech/normalise/cursor.ts. */
  why: Type.String(),
  /** Offset in the written line (NFC, UTF-16). */
  start: Type.Integer(),
  /** Where several readings are plausible. */
  choices: Type.Optional(Type.Array(Type.Object({ id: Type.String(), spoken: Type.String() }))),
  /** The editor has decided. */
  chosen: Type.Optional(Type.Boolean()),
});
export type SpokenToken = Static<typeof SpokenToken>;

const SpokenWarning = Type.Object({
  code: Type.Enum(['long_sentence', 'numbers_in_a_row', 'unknown_capitals', 'shouting', 'spelling']),
  /** The piece of the line that it is about. */
  text: Type.String(),
  suggestions: Type.Optional(Type.Array(Type.String())),
});
export type SpokenWarning = Static<typeof SpokenWarning>;

/** What is said for one line, and which parts are said otherwise than written or could be, in order. */
const SpokenLine = Type.Object({
  spoken: Type.String(),
  durationMs: Type.Integer(),
  tokens: Type.Array(SpokenToken),
  warnings: Type.Array(SpokenWarning),
});
export type SpokenLine = Static<typeof SpokenLine>;

export const Spoken = Type.Object({
  lines: Type.Array(SpokenLine),
  /** An estimate, before anything is synthesised. */
  durationMs: Type.Integer(),
  /** Tokens with several readings that nobody has decided. */
  ask: Type.Integer(),
});
export type Spoken = Static<typeof Spoken>;

/** What a pasted text would be in the letters of today and without what only printing needs. */
export const Pasted = Type.Object({
  text: Type.String(),
  /** The old encoding that it was typed in. */
  encoding: Type.Union([Type.Null(), Type.Enum(['tcvn3', 'vni'])]),
  /** What was put right; codes of src/speech/pasted/tidy.ts. */
  tidied: Type.Array(Type.String()),
});
export type Pasted = Static<typeof Pasted>;

const TEXT_MAX = 20_000;
/** It may become shorter; so much is read in a few milliseconds. */
const PASTED_MAX = 40_000;
const DOCUMENT_MAX_BYTES = 10 * 1024 ** 2;
/** Token classes whose spoken form is the written one, or nothing that an editor would check. */
const AS_WRITTEN = new Set(['word', 'space', 'pause', 'markup', 'list', 'echo']);

/** What the editor asks about a text that is being written. */
export async function readingRoutes(app: FastifyInstance): Promise<void> {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['panel'];

  api.post(
    '/api/panel/spoken',
    {
      config: { right: 'bulletin.read' },
      schema: {
        tags,
        summary: 'What would be said for a text, line by line, how long it takes and what speaks against it',
        body: Type.Object({
          text: Type.String({ maxLength: TEXT_MAX }),
          decisions: Type.Optional(Decisions),
          speed: Type.Optional(Type.Number({ minimum: 0.5, maximum: 2 })),
        }),
        response: { 200: Spoken },
      },
    },
    async ({ body: { text, decisions, speed } }) => {
      // 1 is the commune's own speed, as on a bulletin.
      const draft = await app.speech.draft(text, { decisions, speed: speed === 1 ? undefined : speed });
      const lines = draft.lines.map(lineOf);
      const undecided = lines.flatMap(({ tokens }) =>
        tokens.filter(({ choices, chosen }) => choices && !chosen),
      );
      return { lines, durationMs: draft.durationMs, ask: undecided.length };
    },
  );

  api.post(
    '/api/panel/pasted',
    {
      config: { right: 'bulletin.write' },
      schema: {
        tags,
        summary: 'A text from an old document, Word or a PDF, put right',
        body: Type.Object({ text: Type.String({ maxLength: PASTED_MAX }) }),
        response: { 200: Pasted },
      },
    },
    ({ body }) => {
      const { text, encoding = null, tidied } = app.speech.readPasted(body.text);
      return { text, encoding, tidied };
    },
  );

  await app.register(async (scope) => {
    // As it comes: it goes to the disk piece by piece.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    scope.withTypeProvider<TypeBoxTypeProvider>().post(
      '/api/panel/document',
      {
        config: { right: 'bulletin.write' },
        schema: {
          tags,
          summary: 'The text of a TXT, DOCX or PDF file of at most 10 MB, put right',
          consumes: ['application/octet-stream'],
          response: { 200: Pasted },
        },
      },
      async (request) => {
        const body = request.body as Readable | undefined;
        if (!body) throw new AppError('document.unreadable');
        const read = await whileThere(request, (signal) =>
          app.speech.readDocument(atMost(body, DOCUMENT_MAX_BYTES), signal),
        );
        return { text: read.text, encoding: read.encoding ?? null, tidied: read.tidied };
      },
    );
  });
}

function lineOf({ spoken, durationMs, tokens, warnings }: DraftLine): SpokenLine {
  const shown: SpokenToken[] = [];
  let start = 0;
  for (const { text, spoken: said, class: kind, why, choices } of tokens) {
    const chosen = why === 'editor';
    if (chosen || choices || (!AS_WRITTEN.has(kind) && said !== text)) {
      const more = { ...(choices && { choices: [...choices] }), ...(chosen && { chosen }) };
      shown.push({ text, spoken: said, class: kind, why, start, ...more });
    }
    start += text.length;
  }
  return { spoken, durationMs, tokens: shown, warnings };
}
