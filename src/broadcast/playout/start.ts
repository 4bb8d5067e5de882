import type { FastifyInstance } from 'fastify';
import type { AudioRef, SpeakerInfo } from '../../speakers/schemas.ts';
import { type Air, type OnAir, setTarget } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { PlayoutRecord } from './record.ts';
import { settled, type Target } from './target.ts';
import type { TargetsRepository } from './targets-repository.ts';

/** How long a command may be under way. What comes later is not played: its time has passed. */
const EXPIRES_MS = { normal: 30_000, priority: 30_000, emergency: 120_000 };

export interface StartOrder {
  /** ready, or an emergency that has no row yet. */
  record: PlayoutRecord;
  audio: AudioRef;
  speakers: readonly SpeakerInfo[];
  /** UTC ms; 0 for at once. */
  startAt: number;
  /** Written in the same transaction (audit). */
  also?: () => void;
}

interface StarterParts {
  app: FastifyInstance;
  air: Air;
  log: PlayoutLog;
  targets: TargetsRepository;
}

export type Starter = ReturnType<typeof createStarter>;

/**
 * Puts a playout on air: first the intent, one row a speaker in one commit, then the command. A crash in between
 * leaves a playout that is known to have been about to sound.
 */
export function createStarter({ app, air, log, targets }: StarterParts) {
  const logger = app.log.child({ slice: 'broadcast' });

  function entryFor(order: StartOrder): OnAir {
    const { record, audio, speakers, startAt } = order;
    const now = app.clock.now();
    const dueAt = startAt === 0 ? now : startAt;
    const entry: OnAir = {
      record: {
        ...record,
        state: 'playing',
        dueAt,
        audioId: audio.id,
        durationMs: audio.durationMs,
        total: speakers.length,
      },
      targets: new Map(speakers.map((speaker) => [speaker.id, targetOf(speaker, now, record.voice)])),
      dueAt,
      dueMono: app.clock.monotonic() + (dueAt - now),
      durationMs: audio.durationMs,
      unwritten: new Set(),
      orphan: false,
      intent: app.db.transaction(() => {
        if (record.state === 'ready') log.move(record, 'start', entry.record);
        else log.insert(entry.record);
        targets.insert(record.id, entry.targets.values());
        order.also?.();
      }),
    };
    return entry;
  }

  function writeIntent(entry: OnAir): void {
    entry.intent?.();
    entry.intent = null;
  }

  function command({ record, targets: rows }: OnAir, { audio, startAt }: StartOrder): void {
    const { id: playoutId, priority } = record;
    const expiresAt = (startAt === 0 ? app.clock.now() : startAt) + EXPIRES_MS[priority];
    app.speakers.play({ playoutId, audio, startAt, expiresAt, priority }, [...rows.keys()]);
  }

  /** Throws where the intent cannot be written; then nothing has been commanded. */
  function start(order: StartOrder): PlayoutRecord {
    const entry = entryFor(order);
    writeIntent(entry);
    air.put(entry);
    command(entry, order);
    return entry.record;
  }

  /**
   * An emergency takes its speakers from whatever else is on air. A disk that refuses the intent does not silence
   * it: it is played, and written down as soon as the disk takes it (reports.ts).
   */
  function startEmergency(order: StartOrder): PlayoutRecord {
    const entry = entryFor(order);
    try {
      writeIntent(entry);
    } catch (error) {
      logger.fatal(
        { err: error, playout: entry.record.id },
        'an emergency is on air that could not be recorded',
      );
    }
    const taken = takeover(entry);
    const atOnce = (id: string) => !app.speakers.get(id)?.playAt;
    // A speaker that plays what it is told last would take a later stop for the emergency: it is stopped before.
    silence(taken, atOnce);
    air.put(entry);
    command(entry, order);
    // One that starts by itself may hold the other command for a later second: it may forget it afterwards.
    silence(taken, (id) => !atOnce(id));
    return entry.record;
  }

  /** The rows that an emergency's speakers have to leave; other speakers of the same playouts go on. */
  function takeover(emergency: OnAir): { playoutId: string; ids: string[] }[] {
    const now = app.clock.now();
    return air.all().map((entry) => {
      const rows = [...entry.targets.values()].filter(
        (target) => emergency.targets.has(target.speakerId) && !settled(target),
      );
      for (const row of rows) setTarget(entry, { ...row, state: 'stopped', finishedAt: now });
      return { playoutId: entry.record.id, ids: rows.map(({ speakerId }) => speakerId) };
    });
  }

  function silence(taken: ReturnType<typeof takeover>, concerns: (speakerId: string) => boolean): void {
    for (const { playoutId, ids } of taken) {
      const concerned = ids.filter(concerns);
      if (concerned.length > 0) app.speakers.stop({ playoutId }, concerned);
    }
  }

  return { start, startEmergency };
}

function targetOf(speaker: SpeakerInfo, commandedAt: number, voice: string | null): Target {
  return {
    speakerId: speaker.id,
    name: speaker.name,
    zoneId: speaker.zoneId,
    acknowledges: speaker.acknowledges,
    state: 'commanded',
    commandedAt,
    acceptedAt: null,
    startedAt: null,
    finishedAt: null,
    lateMs: null,
    error: null,
    detail: null,
    voice,
    away: !speaker.online,
  };
}
