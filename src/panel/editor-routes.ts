import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { readingRoutes } from './reading-routes.ts';

export type { Pasted, Spoken, SpokenLine, SpokenToken, SpokenWarning } from './reading-routes.ts';

const Both = Type.Object({ vi: Type.String(), en: Type.String() });
const Choice = Type.Object({ id: Type.String(), name: Both });

/** The voices and chimes that a bulletin may be given. */
export const Choices = Type.Object({ voices: Type.Array(Choice), chimes: Type.Array(Choice) });
export type Choices = Static<typeof Choices>;

/** Where the station answers: the panel, and the page that turns a browser into a speaker. */
export const Addresses = Type.Object({
  panel: Type.Array(Type.String()),
  loa: Type.Array(Type.String()),
  lan: Type.Boolean({ description: 'False: it serves this machine only' }),
});
export type Addresses = Static<typeof Addresses>;

/** What the pages ask of slices that have no HTTP side of their own. */
export async function editorRoutes(app: FastifyInstance): Promise<void> {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['panel'];
  const read = { right: 'bulletin.read' } as const;

  api.get(
    '/api/panel/choices',
    { config: read, schema: { tags, summary: 'Voices and chimes', response: { 200: Choices } } },
    async () => ({
      voices: [...(await app.speech.voices())],
      chimes: app.speech.chimes().filter(({ target }) => target === 'bulletin'),
    }),
  );

  await readingRoutes(app);

  api.get(
    '/api/panel/addresses',
    {
      config: { signedIn: true },
      schema: { tags, summary: 'Where the station answers', response: { 200: Addresses } },
    },
    async () => {
      const addresses = app.web.addresses();
      const urls = (listener: string) =>
        addresses.filter((address) => address.listener === listener).map(({ url }) => url);
      const loa = urls('plain').map((url) => `${url}/loa`);
      return { panel: urls('https'), loa, lan: app.config.listen.lan };
    },
  );
}
