import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AppError, invalid } from '../../errors.ts';
import type { SpeakerInfo } from '../../speakers/schemas.ts';
import type { RenderedAudio } from '../../speech/index.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { SessionUser } from '../../web/identity/sessions.ts';
import { hasRight } from '../../web/roles.ts';
import type { Bulletin } from '../bulletins/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import { orderedNow } from '../playout/age.ts';
import type { PlayoutLog } from '../playout/log.ts';
import type { Notices } from '../playout/notices.ts';
import { EMPTY, PLAIN, type PlayoutRecord, type Script } from '../playout/record.ts';
import { sayingOf } from '../playout/saying.ts';
import type { Starter } from '../playout/start.ts';
import { checkWords } from '../sound.ts';
import { requireZones } from '../zones.ts';
import { createAhead } from './ahead.ts';
import { EMERGENCY_REPEATS, type EmergencyRequest } from './schemas.ts';
import type { Templates } from './templates.ts';
import type { Warm } from './warm.ts';

interface EmergencyParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  templates: Templates;
  warm: Warm;
  /** Whether a real emergency is on air, or about to be. */
  emergencyUnderWay(): boolean;
  log: PlayoutLog;
  starter: Starter;
  notices: Notices;
  bulletin(id: string): Bulletin | undefined;
  emergencyLeadMs(): number;
  /** A playout has come that is due at once. */
  onDue(): void;
}

/** What will be said, and the audio of it where that is already made. */
interface Source {
  readonly said: Pick<
    PlayoutRecord,
    'title' | 'script' | 'bulletinId' | 'bulletinVersion' | 'chime' | 'repeats'
  >;
  readonly warm: RenderedAudio | undefined;
}

const TITLE_MAX = 80;

/** Phát khẩn cấp: at once, over everything else. The PIN is checked while everything is made ready. */
export function createEmergency(parts: EmergencyParts) {
  const { app, settings, templates, warm, log, starter, notices, bulletin, emergencyLeadMs, onDue } = parts;
  const ahead = createAhead(app);

  function sourceOf(user: SessionUser, input: EmergencyRequest): Source {
    const given = [input.text, input.bulletinId, input.templateId].filter((value) => value !== undefined);
    if (given.length !== 1)
      throw invalid(
        'text',
        'chọn đúng một: văn bản, bản tin hoặc mẫu khẩn cấp',
        'choose exactly one: a text, a bulletin or an emergency template',
      );
    if (input.templateId !== undefined) return fromTemplate(input.templateId, input);
    if (!hasRight(user.role, 'emergency.play')) throw new AppError('emergency.template_only');
    if (input.bulletinId !== undefined) return fromBulletin(input.bulletinId, input);
    const text = input.text?.trim() ?? '';
    if (text === '') throw invalid('text', 'không được để trống', 'it must not be empty');
    const title = text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX)}…` : text;
    return {
      said: said(title, { text, ...PLAIN }, null, input.repeats ?? EMERGENCY_REPEATS),
      warm: undefined,
    };
  }

  /** The version in force, whatever has been written since. */
  function fromTemplate(id: string, input: EmergencyRequest): Source {
    const release = templates.inForce(id);
    const { title, text, voice, pitch, decisions, chime } = release;
    const repeats = input.repeats ?? release.repeats;
    const audio = warm.audioOf(release, repeats, input.drill ?? false);
    return { said: said(title, { text, voice, speed: 1, pitch, decisions }, chime, repeats), warm: audio };
  }

  function fromBulletin(id: string, input: EmergencyRequest): Source {
    const found = bulletin(id);
    if (!found) throw new AppError('item.not_found');
    const { title, state, version } = found;
    if (state !== 'approved') throw new AppError('bulletin.not_approved', { title });
    const words = { title, script: null, chime: null, repeats: input.repeats ?? 1 };
    return { said: { ...words, bulletinId: id, bulletinVersion: version }, warm: undefined };
  }

  function said(title: string, script: Script, chime: string | null, repeats: number): Source['said'] {
    return { title, script, chime, repeats, bulletinId: null, bulletinVersion: null };
  }

  function zonesOf(input: EmergencyRequest): string[] {
    if (input.drill) {
      const { drillZone } = settings();
      if (!app.commune.zone(drillZone)) throw new AppError('emergency.no_drill_zone');
      refuseDrill();
      return [drillZone];
    }
    requireZones(app.commune, input.zoneIds);
    return input.zoneIds;
  }

  function refuseDrill(): void {
    if (parts.emergencyUnderWay()) throw new AppError('emergency.on_air');
  }

  function sayingFor(record: PlayoutRecord) {
    return sayingOf(record, record.bulletinId === null ? undefined : bulletin(record.bulletinId));
  }

  /**
   * Throws `auth.pin_wrong`, `auth.locked` and what is wrong with the request; nothing has happened then. The
   * playout comes back playing, preparing where its audio is still to be made, or failed where nobody can hear it.
   */
  return async (request: FastifyRequest, input: EmergencyRequest): Promise<PlayoutRecord> => {
    const user = requireUser(request);
    const source = sourceOf(user, input);
    const zoneIds = zonesOf(input);
    const draft: PlayoutRecord = {
      ...EMPTY,
      ...source.said,
      id: uuidv7(),
      kind: input.drill ? 'drill' : 'emergency',
      priority: 'emergency',
      zoneIds,
      ...orderedNow(app.clock),
      byId: user.id,
      byName: user.name,
    };
    // A siren is for the real thing only.
    const speakers = app.speakers.inZones(zoneIds, input.drill ? 'normal' : 'emergency');
    app.pin.requireOpen(user.id);
    const words = input.text === undefined ? undefined : checkWords(app.speech, input.text);
    // A wrong PIN is told first.
    words?.catch(() => {});
    const made = await ahead(user.id, source.warm ? undefined : sayingFor(draft), async () => {
      await app.pin.verify(user.id, input.pin, request);
      // Nobody is to wait for the sound of what has none.
      await words;
    });
    // One may have been ordered meanwhile.
    if (input.drill) refuseDrill();
    const audio = source.warm ?? made;

    const also = () =>
      app.audit.append({
        request,
        action: input.drill ? 'emergency.drill' : 'emergency.play',
        target: `playout:${draft.id}`,
        details: { title: draft.title, text: draft.script?.text, bulletin: draft.bulletinId, zoneIds },
      });
    if (speakers.length === 0) return failWithoutSpeakers(draft, also);
    if (audio) return startNow(draft, audio, speakers, also);
    const record: PlayoutRecord = { ...draft, state: 'preparing' };
    app.db.transaction(() => {
      log.insert(record);
      also();
    })();
    onDue();
    return record;
  };

  function startNow(draft: PlayoutRecord, audio: RenderedAudio, speakers: SpeakerInfo[], also: () => void) {
    const lead = emergencyLeadMs();
    const startAt = lead > 0 ? app.clock.now() + lead : 0;
    return starter.startEmergency({
      record: { ...draft, voice: audio.voice },
      audio,
      speakers,
      startAt,
      also,
    });
  }

  function failWithoutSpeakers(draft: PlayoutRecord, also: () => void): PlayoutRecord {
    const failed = app.db.transaction(() => {
      log.insert(draft);
      also();
      return log.move(draft, 'failed', { reason: 'no_speaker' });
    })();
    notices.ended(failed);
    return failed;
  }
}
