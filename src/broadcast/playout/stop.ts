import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { StopAllResult } from '../emergency/schemas.ts';
import { type Air, counted, type OnAir, setTarget, unheard } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutReason } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';
import { BEFORE_AIR } from './state.ts';
import { settled } from './target.ts';
import type { TargetsRepository } from './targets-repository.ts';

/** What is due within this is as good as on air when somebody stops everything. */
const ABOUT_TO_START_MS = 10_000;

interface StopperParts {
  app: FastifyInstance;
  air: Air;
  log: PlayoutLog;
  playouts: PlayoutsRepository;
  targets: TargetsRepository;
  notices: Notices;
  /** No longer to be prepared or started. */
  forget(id: string): void;
  onFree(): void;
}

/** What somebody has stopped, and how that is to be written down. */
interface Stop {
  readonly onAir: readonly OnAir[];
  readonly coming: readonly PlayoutRecord[];
  readonly reason: PlayoutReason;
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  audit(): void;
}

export type Stopper = ReturnType<typeof createStopper>;

/**
 * Silence: what was on air becomes interrupted in one commit, then the speakers are told, until they have heard it. A
 * disk that refuses keeps nobody from it; who stopped what is then written as soon as the disk takes it.
 */
export function createStopper(parts: StopperParts) {
  const { app, air, log, playouts, targets, notices, forget, onFree } = parts;
  const logger = app.log.child({ slice: 'broadcast' });
  let unwritten: Stop[] = [];

  const write = app.db.transaction(({ onAir, coming, reason, name, at, audit }: Stop) => {
    const changes = { reason, details: { name }, finishedAt: at };
    for (const { record, targets: rows, intent } of onAir) {
      intent?.();
      for (const row of rows.values()) targets.update(record.id, row);
      notices.ended(log.move(counted(record, [...rows.values()]), 'interrupted', changes));
    }
    for (const { id } of coming) {
      const plan = playouts.get(id);
      if (plan && BEFORE_AIR.includes(plan.state)) notices.ended(log.move(plan, 'cancelled', changes));
    }
    audit();
  });

  /** Silent in memory first, so that whatever its speakers still report, it is known who stopped it. */
  function take(stop: Stop): void {
    for (const entry of stop.onAir) {
      entry.stopped = true;
      for (const row of [...entry.targets.values()]) {
        if (!settled(row)) setTarget(entry, { ...row, state: 'stopped', finishedAt: stop.at });
      }
    }
    for (const { id } of stop.coming) forget(id);
    try {
      write(stop);
    } catch (error) {
      unwritten.push(stop);
      const { reason } = stop;
      logger.fatal({ err: error, reason }, 'a stop could not be recorded; it holds all the same');
      return;
    }
    for (const { record } of stop.onAir) air.drop(record.id);
  }

  /** Whether it was cancelled, and that is not written yet. */
  function refused(id: string): boolean {
    return unwritten.some(({ coming }) => coming.some((plan) => plan.id === id));
  }

  return {
    /** Writes down what the disk has refused so far. */
    retry(): void {
      unwritten = unwritten.filter((stop) => {
        try {
          write(stop);
        } catch {
          return true;
        }
        for (const { record } of stop.onAir) air.drop(record.id);
        return false;
      });
    },

    refused,

    /** One playout on air. Throws `playout.over` where it is not. */
    stop(request: FastifyRequest, id: string): PlayoutRecord {
      const { name } = requireUser(request);
      const entry = air.get(id);
      if (!entry) throw new AppError(playouts.get(id) ? 'playout.over' : 'item.not_found');
      const ids = unheard(entry.targets.values());
      if (!entry.stopped) {
        const details = { title: entry.record.title };
        const audit = () =>
          app.audit.append({ request, action: 'playout.stop', target: `playout:${id}`, details });
        take({ onAir: [entry], coming: [], reason: 'stopped', name, at: app.clock.now(), audit });
      }
      app.speakers.stop({ playoutId: id }, ids);
      onFree();
      return playouts.get(id) ?? entry.record;
    },

    /** One playout before air. Throws `playout.over` where it is not before air any more. */
    cancel(request: FastifyRequest, id: string): PlayoutRecord {
      const { name } = requireUser(request);
      const record = playouts.get(id);
      if (!record) throw new AppError('item.not_found');
      if (!BEFORE_AIR.includes(record.state)) throw new AppError('playout.over');
      const { title, plannedAt } = record;
      const cancelled = app.db.transaction(() => {
        const moved = log.move(record, 'cancelled', { reason: 'cancelled', details: { name } });
        notices.ended(moved);
        app.audit.append({
          request,
          action: 'playout.cancel',
          target: `playout:${id}`,
          details: { title, plannedAt },
        });
        return moved;
      })();
      forget(id);
      return cancelled;
    },

    /**
     * Every speaker falls silent, whether or not the station knows of anything on air; what is about to start is
     * cancelled, and with `cancelMinutes` what is planned until then. Pressed again, it does no harm.
     */
    stopAll(request: FastifyRequest, cancelMinutes: number): StopAllResult {
      const { name } = requireUser(request);
      const at = app.clock.now();
      const onAir = air.all().filter(({ stopped }) => !stopped);
      const until = at + Math.max(ABOUT_TO_START_MS, cancelMinutes * 60_000);
      const coming = playouts.beforeAir(0, until).filter(({ id }) => !air.get(id) && !refused(id));
      const interrupted = onAir.length;
      const cancelled = coming.length;
      const details = { interrupted, cancelled, cancelMinutes };
      const audit = () => app.audit.append({ request, action: 'playout.stop_all', details });
      take({ onAir, coming, reason: 'stopped_all', name, at, audit });
      app.speakers.stop({ playoutId: null }, 'all');
      onFree();
      return { at, interrupted, cancelled, speakers: app.speakers.list().length };
    },
  };
}
