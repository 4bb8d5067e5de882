import type { FastifyInstance } from 'fastify';
import type { AudioRef, SpeakerInfo } from '../../speakers/schemas.ts';
import { orderedAfter, placed } from './age.ts';
import { type Air, type OnAir, setTarget } from './air.ts';
import type { PlayoutLog } from './log.ts';
import { isEmergency, type PlayoutRecord } from './record.ts';
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
        ...placed(record, app.clock),
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
      stopped: false,
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
    const ids = [...rows.values()].filter((row) => !settled(row)).map(({ speakerId }) => speakerId);
    if (ids.length > 0) app.speakers.play({ playoutId, audio, startAt, expiresAt, priority }, ids);
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
   * An emergency takes its speakers from whatever else is on air, but for an emergency that was ordered after it: of
   * two, the newest is heard, however long each took to be rendered. A disk that refuses the intent does not silence
   * it: it is played, and written down as soon as the disk takes it (reports.ts).
   */
  function startEmergency(order: StartOrder): PlayoutRecord {
    const entry = entryFor(order);
    giveWay(entry);
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

  /** Leaves the speakers to emergencies that were ordered after this one, and before anything is written of it. */
  function giveWay(emergency: OnAir): void {
    const newer = air.all().filter(({ record }) => before(emergency.record, record));
    const now = app.clock.now();
    for (const row of emergency.targets.values()) {
      const taken = newer.some(({ targets: rows }) => {
        const other = rows.get(row.speakerId);
        return other !== undefined && !settled(other);
      });
      if (taken) emergency.targets.set(row.speakerId, { ...row, state: 'stopped', finishedAt: now });
    }
  }

  /** Whether `other` is heard where both want a speaker. A drill never is, over the real thing. */
  function before(record: PlayoutRecord, other: PlayoutRecord): boolean {
    if (!isEmergency(other) || (other.kind === 'drill' && record.kind !== 'drill')) return false;
    return orderedAfter(other, record, app.clock);
  }

  /** The rows that an emergency's speakers have to leave; other speakers of the same playouts go on. */
  function takeover(emergency: OnAir): { playoutId: string; ids: string[] }[] {
    const now = app.clock.now();
    return air.all().map((entry) => {
      const rows = [...entry.targets.values()].filter((target) => {
        const wanted = emergency.targets.get(target.speakerId);
        return wanted !== undefined && !settled(wanted) && !settled(target);
      });
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
