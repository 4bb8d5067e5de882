import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { StopAllResult } from '../emergency/schemas.ts';
import { type Air, counted, type OnAir, setTarget, unheard } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutReason } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';
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
  /** No longer to be prepared or started. */
  forget(id: string): void;
  onFree(): void;
}

export type Stopper = ReturnType<typeof createStopper>;

/** Silence: what was on air becomes interrupted in one commit, then the speakers are told, until they have heard it. */
export function createStopper({ app, air, log, playouts, targets, forget, onFree }: StopperParts) {
  const logger = app.log.child({ slice: 'broadcast' });

  function find(id: string): PlayoutRecord {
    const record = playouts.get(id);
    if (!record) throw new AppError('item.not_found');
    return record;
  }

  function interrupt(entry: OnAir, reason: PlayoutReason, name: string): void {
    entry.intent?.();
    const finishedAt = app.clock.now();
    for (const target of [...entry.targets.values()]) {
      if (!settled(target)) setTarget(entry, { ...target, state: 'stopped', finishedAt });
    }
    for (const target of entry.targets.values()) targets.update(entry.record.id, target);
    log.move(counted(entry), 'interrupted', { reason, details: { name } });
  }

  /**
   * Writes down that these are stopped, and why. A disk that refuses keeps nobody from silencing the speakers: the
   * rows then stay where they are and are written when it takes them (reports.ts).
   */
  function record(entries: OnAir[], reason: PlayoutReason, name: string, also: () => void): void {
    try {
      app.db.transaction(() => {
        for (const entry of entries) interrupt(entry, reason, name);
        also();
      })();
    } catch (error) {
      logger.fatal(
        { err: error, reason },
        'a stop could not be recorded; the speakers are told all the same',
      );
      return;
    }
    for (const { record: stopped } of entries) air.drop(stopped.id);
  }

  return {
    /** One playout on air. Throws `playout.over` where it is not. */
    stop(request: FastifyRequest, id: string): PlayoutRecord {
      const { name } = requireUser(request);
      find(id);
      const entry = air.get(id);
      if (!entry) throw new AppError('playout.over');
      const ids = unheard(entry);
      record([entry], 'stopped', name, () =>
        app.audit.append({ request, action: 'playout.stop', target: `playout:${id}` }),
      );
      app.speakers.stop({ playoutId: id }, ids);
      onFree();
      return find(id);
    },

    /** One playout before air. Throws `playout.over` where it is not before air any more. */
    cancel(request: FastifyRequest, id: string): PlayoutRecord {
      const { name } = requireUser(request);
      const record = find(id);
      if (!['planned', 'preparing', 'ready'].includes(record.state)) throw new AppError('playout.over');
      const { title, plannedAt } = record;
      app.db.transaction(() => {
        log.move(record, 'cancelled', { reason: 'cancelled', details: { name } });
        app.audit.append({
          request,
          action: 'playout.cancel',
          target: `playout:${id}`,
          details: { title, plannedAt },
        });
      })();
      forget(id);
      return find(id);
    },

    /**
     * Every speaker falls silent, whether or not the station knows of anything on air; what is about to start is
     * cancelled, and with `cancelMinutes` what is planned until then. Pressed again, it does no harm.
     */
    stopAll(request: FastifyRequest, cancelMinutes: number): StopAllResult {
      const { name } = requireUser(request);
      const at = app.clock.now();
      const onAir = air.all();
      const details = { name };
      const until = at + Math.max(ABOUT_TO_START_MS, cancelMinutes * 60_000);
      const coming = playouts.beforeAir(0, until).filter(({ id }) => !air.get(id));
      record(onAir, 'stopped_all', name, () => {
        for (const plan of coming) log.move(plan, 'cancelled', { reason: 'stopped_all', details });
        const counts = { interrupted: onAir.length, cancelled: coming.length, cancelMinutes };
        app.audit.append({ request, action: 'playout.stop_all', details: counts });
      });
      app.speakers.stop({ playoutId: null }, 'all');
      for (const { id } of coming) forget(id);
      onFree();
      const speakers = app.speakers.list().length;
      return { at, interrupted: onAir.length, cancelled: coming.length, speakers };
    },
  };
}
