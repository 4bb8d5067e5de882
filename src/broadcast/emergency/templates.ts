import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import { checkSound } from '../sound.ts';
import type { EmergencyTemplate, EmergencyTemplateInput, EmergencyTemplateUpdate } from './schemas.ts';
import type { TemplateRecord, TemplatesRepository } from './templates-repository.ts';
import type { Warm } from './warm.ts';

interface TemplatesParts {
  app: FastifyInstance;
  rows: TemplatesRepository;
  warm: Warm;
}

export type Templates = ReturnType<typeof createTemplates>;

/** Emergency templates: written by anybody who may broadcast, released by who may broadcast freely. */
export function createTemplates({ app, rows, warm }: TemplatesParts) {
  /** Throws `item.not_found`. */
  function get(id: string): TemplateRecord {
    const found = rows.get(id);
    if (!found) throw new AppError('item.not_found');
    return found;
  }

  function view(record: TemplateRecord): EmergencyTemplate {
    const { authorId, releasedById, createdAt, ...shown } = record;
    const audio = record.state === 'released' ? warm.audioOf(record, false) : undefined;
    return { ...shown, warm: audio !== undefined, durationMs: audio?.durationMs ?? null };
  }

  function written(request: FastifyRequest, input: EmergencyTemplateInput) {
    const { id: authorId, name: authorName } = requireUser(request);
    return {
      title: input.title,
      text: input.text,
      voice: input.voice ?? null,
      chime: input.chime ?? null,
      repeats: input.repeats ?? 1,
      state: 'draft' as const,
      authorId,
      authorName,
      releasedById: null,
      releasedByName: null,
      releasedAt: null,
      updatedAt: app.clock.now(),
    };
  }

  function write(
    request: FastifyRequest,
    verb: string,
    record: TemplateRecord,
    save: (r: TemplateRecord) => void,
  ) {
    const { id, title, text, state, version } = record;
    app.db.transaction(() => {
      save(record);
      app.audit.append({
        request,
        action: `emergency_template.${verb}`,
        target: `emergency_template:${id}`,
        details: { title, text, state, version },
      });
    })();
    app.live.changed('bulletins');
    warm.keep();
    return view(record);
  }

  return {
    get,
    view,
    async create(request: FastifyRequest, input: EmergencyTemplateInput): Promise<EmergencyTemplate> {
      await checkSound(app.speech, input);
      const record = { ...written(request, input), id: uuidv7(), version: 1, createdAt: app.clock.now() };
      return write(request, 'create', record, rows.insert);
    },
    /** An edit takes the release away. Throws `item.conflict` where another version is current. */
    async update(
      request: FastifyRequest,
      id: string,
      { version, ...input }: EmergencyTemplateUpdate,
    ): Promise<EmergencyTemplate> {
      await checkSound(app.speech, input);
      const before = get(id);
      if (version !== undefined && version !== before.version) throw new AppError('item.conflict');
      const record = { ...before, ...written(request, input), version: before.version + 1 };
      return write(request, 'edit', record, rows.save);
    },
    release(request: FastifyRequest, id: string): EmergencyTemplate {
      const { id: releasedById, name: releasedByName } = requireUser(request);
      const now = app.clock.now();
      const released = {
        state: 'released' as const,
        releasedById,
        releasedByName,
        releasedAt: now,
        updatedAt: now,
      };
      return write(request, 'release', { ...get(id), ...released }, rows.save);
    },
    remove(request: FastifyRequest, id: string): void {
      write(request, 'remove', get(id), () => rows.remove(id));
    },
  };
}
