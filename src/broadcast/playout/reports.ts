import type { FastifyInstance } from 'fastify';
import type { SpeakerReport } from '../../speakers/schemas.ts';
import { type Air, counted, type OnAir, setTarget } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import { outcome, over } from './outcome.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutRecord } from './record.ts';
import { expired, left, reported, type Target } from './target.ts';
import type { TargetsRepository } from './targets-repository.ts';

/** 500 speakers report within a moment: they are written together. */
const GATHER_MS = 100;

interface ReportsParts {
  app: FastifyInstance;
  air: Air;
  log: PlayoutLog;
  playouts: PlayoutsRepository;
  targets: TargetsRepository;
  notices: Notices;
  /** A playout has left the air: speakers are free. */
  onFree(): void;
}

export type Reports = ReturnType<typeof createReports>;

/** Brings what the speakers say, and what their silence says, into the rows; ends a playout once that is decided. */
export function createReports({ app, air, log, playouts, targets, notices, onFree }: ReportsParts) {
  const logger = app.log.child({ slice: 'broadcast' });
  let gathering: NodeJS.Timeout | undefined;
  /** Playouts whose rows could not be written. */
  const refused = new Set<string>();

  function hear({ speakerId, playoutId, ...report }: SpeakerReport): void {
    const entry = air.get(playoutId);
    const target = entry?.targets.get(speakerId);
    if (!entry || !target || entry.stopped) return;
    apply(entry, reported(target, report, air.moment(entry)));
    gathering ??= setTimeout(settle, GATHER_MS);
  }

  function lose(speakerId: string): void {
    for (const entry of air.all()) {
      const target = entry.targets.get(speakerId);
      if (target && !entry.stopped) apply(entry, left(target));
    }
  }

  function apply(entry: OnAir, target: Target): void {
    if (entry.targets.get(target.speakerId) !== target) setTarget(entry, target);
  }

  /** Expires leases, writes what changed in one transaction, ends what is over. A full disk is tried again later. */
  function settle(): void {
    clearTimeout(gathering);
    gathering = undefined;
    const ended = air.all().flatMap((entry) => (entry.stopped ? [] : (settleOne(entry) ?? [])));
    for (const record of ended) {
      try {
        notices.ended(record);
      } catch (error) {
        logger.error({ err: error, playout: record.id }, 'an alert could not be raised');
      }
    }
    if (ended.length > 0) onFree();
  }

  function settleOne(entry: OnAir): PlayoutRecord | undefined {
    const moment = air.moment(entry);
    if (!entry.orphan) for (const target of entry.targets.values()) apply(entry, expired(target, moment));
    // What may still begin to sound is not over, or it would sound unknown to anybody.
    const isOver =
      !entry.orphan && over(entry.targets.values(), moment) && !app.speakers.mayStillStart(entry.record.id);
    if (entry.unwritten.size === 0 && entry.intent === null && !isOver) return undefined;
    try {
      const record = write(entry, isOver);
      if (refused.delete(entry.record.id))
        logger.info({ playout: record.id }, 'what speakers did is written again');
      if (!isOver) return undefined;
      air.drop(record.id);
      return record;
    } catch (error) {
      // Tried every second, for days where nobody comes: told once.
      if (!refused.has(entry.record.id)) {
        logger.error(
          { err: error, playout: entry.record.id },
          'what speakers did could not be written; will retry',
        );
      }
      if (refused.size > 1_000) refused.clear();
      refused.add(entry.record.id);
      return undefined;
    }
  }

  /** Writes the rows that changed and the playout that they add up to, ended or not, in one transaction. */
  function write(entry: OnAir, isOver: boolean): PlayoutRecord {
    const record = app.db.transaction(() => {
      entry.intent?.();
      for (const speakerId of entry.unwritten) {
        const target = entry.targets.get(speakerId);
        if (target) targets.update(entry.record.id, target);
      }
      const rows = [...entry.targets.values()];
      const sum = counted(entry.record, rows);
      if (!isOver) {
        playouts.save(sum);
        return sum;
      }
      const { event, reason } = outcome(rows);
      const { total, failed, unknown } = sum;
      return log.move(sum, event, { reason, details: { total, failed, unknown } });
    })();
    entry.intent = null;
    entry.unwritten.clear();
    entry.record = record;
    if (!isOver) app.live.changed('playouts', record.id);
    return record;
  }

  return {
    settle,
    start(): () => void {
      const offs = [
        app.events.on('speaker.report', hear),
        app.events.on('speaker.state', ({ speakerId, online }) => {
          if (!online) lose(speakerId);
        }),
      ];
      return () => {
        for (const off of offs) off();
        settle();
      };
    },
  };
}
