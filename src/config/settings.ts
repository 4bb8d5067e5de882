import fp from 'fastify-plugin';
import { type Static, type TObject, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../db/open.ts';
import { AppError, invalid } from '../errors.ts';
import { type Reason, reasonFor } from '../reasons.ts';

declare module 'fastify' {
  interface FastifyInstance {
    settings: Settings;
  }
}

declare module '../events.ts' {
  interface Events {
    'settings.changed': { section: string };
  }
}

/** A text that rests encrypted and is never given back: the panel sees only whether it is set. */
export const Secret = (
  options: { title?: string; titleEn?: string; description?: string; descriptionEn?: string } = {},
) => Type.String({ ...options, default: '', maxLength: 4096, secret: true });

/** What stands for a set secret in API answers; sent back unchanged, it keeps the secret. */
export const SECRET_SET = '••••••••';

/** One slice's settings, always whole and valid. */
export interface SettingsSection<T> {
  readonly name: string;
  readonly schema: TObject;
  /** The settings in force, secrets in clear. Frozen; read anew at each use. */
  get(): Readonly<T>;
  version(): number;
  /** Validates, stores, puts into force and announces; throws `input.invalid` naming the field. Not in a transaction. */
  set(value: unknown): void;
  /**
   * The same in the caller's transaction, up to the storing: the function returned, which is for after the commit,
   * puts the values into force and announces them. A commit may fail (a full disk), and then nothing has changed.
   */
  store(value: unknown): () => void;
  /** What an API answer may show: secrets replaced by SECRET_SET or ''. */
  shown(): Record<string, unknown>;
}

/** What is wrong with values that fit the schema; undefined where nothing is. */
export type Refuse<T> = (next: Readonly<T>, current: Readonly<T>) => Reason | undefined;

export interface Settings {
  /**
   * A slice registers its section once at start; every property of the schema needs a default. `refuse` says what a
   * schema cannot.
   */
  section<S extends TObject>(name: string, schema: S, refuse?: Refuse<Static<S>>): SettingsSection<Static<S>>;
  find(name: string): SettingsSection<unknown> | undefined;
  all(): SettingsSection<unknown>[];
}

interface Row {
  value: string;
  version: number;
}

/** Decorates `settings`: the sections that the slices register, kept in the database. */
export default fp(
  async (app) => {
    const db: Db = app.db;
    const read = db.prepare<[string], Row>('SELECT value, version FROM settings WHERE section = ?');
    const write = db.prepare(`INSERT INTO settings (section, value, updated_at) VALUES (?, ?, ?)
      ON CONFLICT (section) DO UPDATE SET value = excluded.value, version = version + 1, updated_at = excluded.updated_at`);
    const sections = new Map<string, SettingsSection<unknown>>();

    function section<S extends TObject>(
      name: string,
      schema: S,
      refuse?: Refuse<Static<S>>,
    ): SettingsSection<Static<S>> {
      if (sections.has(name)) throw new Error(`settings section ${name} is registered twice`);
      const secretKeys = Object.keys(schema.properties).filter(
        (key) => 'secret' in (schema.properties[key] ?? {}),
      );
      const context = (key: string) => `settings.${name}.${key}`;
      let row = read.get(name);
      let current = Object.freeze(parse(row));

      function parse(stored: Row | undefined): Static<S> {
        const value = stored ? (JSON.parse(stored.value) as Record<string, unknown>) : {};
        for (const key of secretKeys) {
          if (typeof value[key] === 'string' && value[key])
            value[key] = app.secrets.open(value[key], context(key));
        }
        // A key that a newer version dropped, or a value it no longer allows, must not stop the start.
        const filled = Value.Default(schema, Value.Clean(schema, value)) as Record<string, unknown>;
        if (Value.Check(schema, filled)) return filled as Static<S>;
        const defaults = Value.Create(schema) as Record<string, unknown>;
        const keys = Object.entries(schema.properties).flatMap(([key, property]) =>
          Value.Check(property, filled[key]) ? [] : [key],
        );
        for (const key of keys) filled[key] = defaults[key];
        app.log.warn(
          { slice: 'config', section: name, keys },
          'stored settings no longer valid, their defaults in force',
        );
        return filled as Static<S>;
      }

      const api: SettingsSection<Static<S>> = {
        name,
        schema,
        get: () => current as Readonly<Static<S>>,
        version: () => row?.version ?? 0,
        set(value) {
          if (db.inTransaction) throw new Error(`settings.set(${name}) inside a transaction`);
          api.store(value)();
        },
        store(value) {
          const next = { ...(current as object), ...(value as object) } as Record<string, unknown>;
          for (const key of secretKeys) {
            if (next[key] === SECRET_SET) next[key] = (current as Record<string, unknown>)[key];
          }
          const unknownKey = Object.keys(next).find((key) => !Object.hasOwn(schema.properties, key));
          if (unknownKey) throw invalid(unknownKey, 'không có mục cài đặt này', 'there is no such setting');
          const errors = Value.Errors(schema, next);
          if (errors.length > 0) {
            const { field, vi, en } = reasonFor(errors);
            throw invalid(field, vi, en);
          }
          const wrong = refuse?.(next as Static<S>, current as Static<S>);
          if (wrong) throw invalid(wrong.field, wrong.vi, wrong.en);
          const stored = { ...next };
          for (const key of secretKeys) {
            if (stored[key]) stored[key] = app.secrets.seal(String(stored[key]), context(key));
          }
          write.run(name, JSON.stringify(stored), app.clock.now());
          return () => {
            row = read.get(name);
            current = Object.freeze(parse(row));
            app.events.emit('settings.changed', { section: name });
          };
        },
        shown() {
          const copy = { ...(current as Record<string, unknown>) };
          for (const key of secretKeys) copy[key] = copy[key] ? SECRET_SET : '';
          return copy;
        },
      };
      sections.set(name, api as SettingsSection<unknown>);
      return api;
    }

    app.decorate('settings', {
      section,
      find: (name) => sections.get(name),
      all: () => [...sections.values()],
    } satisfies Settings);
  },
  { name: 'settings', dependencies: ['db'] },
);

/** The section of that name, or `item.not_found`. */
export function requireSection(settings: Settings, name: string): SettingsSection<unknown> {
  const found = settings.find(name);
  if (!found) throw new AppError('item.not_found');
  return found;
}
