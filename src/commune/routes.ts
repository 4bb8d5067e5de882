import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor } from '../web/paging.ts';
import type { Commune } from './commune.ts';
import { PROVINCES } from './profile.ts';
import { CalendarDays, Profile, ProfileInput, Province } from './schemas.ts';

const tags = ['commune'];

/** The HTTP side of the profile and the calendar. */
export function communeRoutes(app: FastifyInstance, commune: Commune, changed: () => void): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const read = { right: 'commune.read' } as const;

  api.get(
    '/api/commune',
    { config: read, schema: { tags, summary: 'Profile', response: { 200: Profile } } },
    () => commune.profile(),
  );

  api.put(
    '/api/commune',
    {
      config: { right: 'commune.write' },
      schema: { tags, summary: 'Save the profile', body: ProfileInput, response: { 200: Profile } },
    },
    (request) => {
      const profile = app.db.transaction(() => {
        const saved = commune.saveProfile(request.body);
        const { updatedAt, ...details } = saved;
        app.audit.append({ request, action: 'commune.save', target: 'commune:1', details });
        return saved;
      })();
      changed();
      return profile;
    },
  );

  api.get(
    '/api/provinces',
    {
      config: read,
      schema: {
        tags,
        summary: 'Provinces with official codes, by code',
        querystring: PageQuery,
        response: { 200: Page(Province) },
      },
    },
    ({ query: { limit = 50, after } }) => {
      const [last] = (readCursor(after, ['string']) as [string] | undefined) ?? [''];
      const rest = PROVINCES.filter(({ code }) => code > last);
      return pageOf(rest.slice(0, limit + 1), limit, ({ code }) => [code]);
    },
  );

  api.get(
    '/api/calendar',
    {
      config: read,
      schema: {
        tags,
        summary: 'Solar and lunar days with holidays, at most 400',
        querystring: Type.Object({ from: Type.String(), to: Type.String() }),
        response: { 200: CalendarDays },
      },
    },
    ({ query }) => ({ items: commune.days(query.from, query.to) }),
  );
}
