import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import { checkSound, checkWords } from '../sound.ts';
import {
  EMERGENCY_REPEATS,
  type EmergencyTemplate,
  type EmergencyTemplateInput,
  type EmergencyTemplateUpdate,
} from './schemas.ts';
import type { ReleaseRecord, TemplateRecord, TemplatesRepository } from './templates-repository.ts';
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

  /** The version that somebody has read, if it is still the current one; throws `item.conflict`. */
  function getSeen(id: string, version: number | undefined): TemplateRecord {
    const found = get(id);
    if (version !== undefined && version !== found.version) throw new AppError('item.conflict');
    return found;
  }

  function view(record: TemplateRecord): EmergencyTemplate {
    const { authorId, createdAt, ...shown } = record;
    const release = rows.inForce(record.id);
    const audio = release && warm.audioOf(release, release.repeats, false);
    return {
      ...shown,
      state: release?.version === record.version ? 'released' : 'draft',
      released: release ? releaseView(release) : null,
      warm: audio !== undefined,
      durationMs: audio?.durationMs ?? null,
    };
  }

  function releaseView({ templateId, releasedById, ...shown }: ReleaseRecord) {
    return shown;
  }

  function written(request: FastifyRequest, input: EmergencyTemplateInput) {
    const { id: authorId, name: authorName } = requireUser(request);
    return {
      title: input.title,
      text: input.text,
      voice: input.voice ?? null,
      pitch: input.pitch ?? 0,
      decisions: input.decisions ?? {},
      chime: input.chime ?? null,
      repeats: input.repeats ?? EMERGENCY_REPEATS,
      authorId,
      authorName,
      updatedAt: app.clock.now(),
    };
  }

  /** `save` and the audit row in one commit; `save` returns what it was about. */
  function write(request: FastifyRequest, verb: string, save: () => TemplateRecord): TemplateRecord {
    const record = app.db.transaction(() => {
      const saved = save();
      const { id, title, text, pitch, decisions, version } = saved;
      app.audit.append({
        request,
        action: `emergency_template.${verb}`,
        target: `emergency_template:${id}`,
        details: { title, text, pitch, decisions, version },
      });
      return saved;
    })();
    app.live.changed('bulletins');
    return record;
  }

  async function check(input: EmergencyTemplateInput): Promise<void> {
    await checkSound(app.speech, input);
    await checkWords(app.speech, input.text);
  }

  return {
    get,
    view,
    /** The version that may be played; throws `item.not_found`, or `emergency.template_draft` where there is none. */
    inForce(id: string): ReleaseRecord {
      get(id);
      const release = rows.inForce(id);
      if (!release) throw new AppError('emergency.template_draft');
      return release;
    },
    async create(request: FastifyRequest, input: EmergencyTemplateInput): Promise<EmergencyTemplate> {
      await check(input);
      const record = { ...written(request, input), id: uuidv7(), version: 1, createdAt: app.clock.now() };
      write(request, 'create', () => {
        rows.insert(record);
        return record;
      });
      return view(record);
    },
    /** A new version; the released one stays in force. Throws `item.conflict` where another version is current. */
    async update(
      request: FastifyRequest,
      id: string,
      { version, ...input }: EmergencyTemplateUpdate,
    ): Promise<EmergencyTemplate> {
      await check(input);
      const edited = write(request, 'edit', () => {
        const before = getSeen(id, version);
        const record = { ...before, ...written(request, input), version: before.version + 1 };
        rows.save(record);
        return record;
      });
      return view(edited);
    },
    /** Puts the version that was read in force. Throws `item.conflict` where it is not the current one any more. */
    release(request: FastifyRequest, id: string, version: number): EmergencyTemplate {
      const { id: releasedById, name: releasedByName } = requireUser(request);
      const released = write(request, 'release', () => {
        const record = getSeen(id, version);
        const { title, text, voice, pitch, decisions, chime, repeats } = record;
        const by = { releasedById, releasedByName, releasedAt: app.clock.now() };
        rows.release({
          templateId: id,
          version,
          title,
          text,
          voice,
          pitch,
          decisions,
          chime,
          repeats,
          ...by,
        });
        return record;
      });
      warm.keep();
      return view(released);
    },
    /** The template and with it what was in force of it. */
    remove(request: FastifyRequest, id: string): void {
      write(request, 'remove', () => {
        const record = get(id);
        rows.remove(id);
        return record;
      });
      warm.keep();
    },
  };
}
