import type { FastifyInstance } from 'fastify';
import type { Air } from './air.ts';
import { type Clockwork, createClockwork, type Due } from './clockwork.ts';
import { type Dispatch, inOrder } from './dispatch.ts';
import type { Planner } from './planner.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { Preparer } from './prepare.ts';
import type { PlayoutReason } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';
import type { createRecovery } from './recovery.ts';
import type { Reports } from './reports.ts';
import type { Stopper } from './stop.ts';

/** How long after a step, or after the clock came right, a playout found late is late because of it. */
const CLOCK_TO_BLAME_MS = 5_000;
const LONG_PAST_AT_ONCE = 3;
/** While nothing is before air or on it, what comes nearer is looked for this often. */
const REST_MS = 5_000;

interface EngineParts {
  app: FastifyInstance;
  air: Pick<Air, 'all'>;
  playouts: PlayoutsRepository;
  planner: Planner;
  preparer: Preparer;
  dispatch: Dispatch;
  reports: Reports;
  recovery: ReturnType<typeof createRecovery>;
  stopper: Stopper;
  /** For how long after its time a playout may still begin, ms. */
  lookBackMs(): number;
  /** How far ahead a plan is looked at, ms. */
  lookAheadMs(): number;
  /** Says what is about to be due and lacks something; UTC ms. */
  remind(now: number): void;
}

/** The beat of the broadcasts: at each tick, whatever is due is done, in the order of its rank. */
export function createEngine(parts: EngineParts) {
  const { app, air, playouts, planner, preparer, dispatch, reports, recovery, stopper } = parts;
  const logger = app.log.child({ slice: 'broadcast' });
  const startedAt = app.clock.now();
  /** Playouts whose last step failed, with what was logged of it. */
  const failing = new Map<string, string>();
  let trusted: boolean | undefined;
  let steppedAt = Number.NEGATIVE_INFINITY;
  let rightSince = Number.NEGATIVE_INFINITY;

  function lookAtClock(step: number): void {
    const now = app.clock.monotonic();
    if (step !== 0) {
      logger.warn({ step, trusted: app.clock.trusted() }, 'the wall clock was stepped');
      steppedAt = now;
    }
    if (app.clock.trusted() !== trusted) {
      if (trusted === false) rightSince = now;
      trusted = app.clock.trusted();
      logger.info({ trusted }, 'the wall clock is trusted, or not');
      app.live.changed('playouts');
    }
    if (step !== 0 || rightSince === now) void planner.planAll();
  }

  function whyLate(record: PlayoutRecord): PlayoutReason {
    const now = app.clock.monotonic();
    if (now - rightSince < CLOCK_TO_BLAME_MS) return 'clock_untrusted';
    if (now - steppedAt < CLOCK_TO_BLAME_MS) return 'clock_step';
    return record.plannedAt <= startedAt ? 'station_off' : 'late';
  }

  /** One playout's trouble (a full disk, say) is its own: the others go on, and it is tried again. */
  function guarded(record: PlayoutRecord, act: () => void): void {
    try {
      act();
      failing.delete(record.id);
    } catch (error) {
      const message = String(error);
      if (failing.get(record.id) !== message) {
        logger.error({ err: error, playout: record.id }, 'a playout could not be moved on; will retry');
      }
      // Bounded: what is not before air any more is never seen again.
      if (failing.size > 1_000) failing.clear();
      failing.set(record.id, message);
    }
  }

  function remind(now: number): void {
    try {
      parts.remind(now);
    } catch (error) {
      logger.error({ err: error }, 'a reminder could not be given');
    }
  }

  function tick(step: number): Due {
    lookAtClock(step);
    stopper.retry();
    reports.settle();
    for (const entry of recovery.due()) guarded(entry.record, () => recovery.conclude(entry));
    const now = app.clock.now();
    const past = now - parts.lookBackMs();
    const coming = playouts.beforeAir(past, now + parts.lookAheadMs() + REST_MS);
    const moving = coming.filter((record) => !dispatch.held(record)).sort(inOrder);
    const kept = new Set<string>();
    for (const record of moving) guarded(record, () => dispatch.step(record, now, kept));
    remind(now);
    // After weeks without power these are many: a few at a time, behind what is due now.
    const longPast = app.clock.trusted() ? playouts.longPast(past, LONG_PAST_AT_ONCE) : [];
    let over = 0;
    for (const record of longPast) {
      guarded(record, () => {
        if (dispatch.step(record, now, kept).act === 'end') over += 1;
      });
    }
    if (over === LONG_PAST_AT_ONCE) return { next: now, busy: true };
    const retryIn = preparer.nextRetry() - app.clock.monotonic();
    const next = Math.min(
      now + REST_MS,
      now + retryIn,
      ...moving.map((record) => dispatch.nextAt(record, now)),
    );
    return { next, busy: coming.length > 0 || air.all().length > 0 };
  }

  const clockwork: Clockwork = createClockwork({
    clock: app.clock,
    tick,
    onError: (error) => logger.error({ err: error }, 'a beat of the broadcasts failed'),
    log: logger,
  });

  return {
    whyLate,
    poke: clockwork.poke,
    start(): void {
      recovery.begin();
      clockwork.start();
      void planner.planAll();
    },
    async stop(): Promise<void> {
      clockwork.stop();
      preparer.stop();
      await planner.idle();
    },
  };
}
