import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { requireSection, SECRET_SET, type SettingsSection } from '../config/settings.ts';
import { Page, PageQuery, pageOf, readCursor } from './paging.ts';

const tags = ['settings'];
const AnyObject = Type.Record(Type.String(), Type.Unknown());

const Section = Type.Object({
  name: Type.String(),
  title: Type.Object({ vi: Type.String(), en: Type.String() }),
  /** JSON schema; its properties carry `title` (Vietnamese) and `titleEn`, some a `description` and `descriptionEn`. */
  schema: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
  /** Whole and valid; a set secret is shown as dots, which sent back keep it. */
  values: AnyObject,
  version: Type.Integer(),
});
type Section = Static<typeof Section>;

/** Cài đặt: every slice's settings, drawn by the panel from their schemas. */
const settingsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/settings',
    {
      config: { right: 'settings.read' },
      schema: { tags, querystring: PageQuery, response: { 200: Page(Section) } },
    },
    ({ query: { limit = 50, after } }) => {
      const [from = 0] = readCursor(after, ['number'])?.map(Number) ?? [];
      const rows = app.settings.all().map((section, at) => ({ section, at }));
      const { items, next } = pageOf(rows.slice(from, from + limit + 1), limit, ({ at }) => [at + 1]);
      return { items: items.map(({ section }) => shown(section)), next };
    },
  );

  app.put(
    '/api/settings/:section',
    {
      config: { right: 'settings.write' },
      schema: {
        tags,
        params: Type.Object({ section: Type.String({ maxLength: 64 }) }),
        body: AnyObject,
        response: { 200: Section },
      },
    },
    (request) => {
      const section = requireSection(app.settings, request.params.section);
      const changed = changedKeys(section, request.body);
      if (changed.length > 0) {
        const putIntoForce = app.db
          .transaction(() => {
            const target = `settings:${section.name}`;
            app.audit.append({ request, action: 'settings.update', target, details: { changed } });
            return section.store(request.body);
          })
          .immediate();
        putIntoForce();
        app.live.changed('settings', section.name);
      }
      return shown(section);
    },
  );
};

export default settingsRoutes;

function shown(section: SettingsSection<unknown>): Section {
  const { title = section.name, titleEn = section.name } = section.schema as TitledSchema;
  return {
    name: section.name,
    title: { vi: title, en: titleEn },
    schema: section.schema,
    values: section.shown(),
    version: section.version(),
  };
}

interface TitledSchema {
  title?: string;
  titleEn?: string;
}

/** The keys that would change; the log tells these and never the values, which may be secrets. */
function changedKeys(section: SettingsSection<unknown>, sent: Record<string, unknown>): string[] {
  const current = section.get() as Record<string, unknown>;
  return Object.keys(sent).filter(
    (key) => sent[key] !== SECRET_SET && JSON.stringify(sent[key]) !== JSON.stringify(current[key]),
  );
}
