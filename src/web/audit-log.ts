import fp from 'fastify-plugin';
import type { AlertRule } from '../alerts/index.ts';
import { type Clock, localDay } from '../clock.ts';
import { repeat } from '../repeat.ts';
import { type AuditVerdict, createAudit } from './audit.ts';
import auditRoutes from './audit-routes.ts';

const HOUR_MS = 3_600_000;
/** Where a new day of the check begins, local time: nobody works then. */
const CHECK_HOUR = 3;
const STATION = 'station';

const BROKEN: AlertRule = {
  id: 'audit.broken',
  severity: 'critical',
  title: { vi: 'Nhật ký hệ thống không còn nguyên vẹn', en: 'The audit log is no longer whole' },
  advice: {
    vi: 'Nhật ký có thể đã bị sửa hoặc xóa từ bên ngoài. Mở Nhật ký hệ thống, bấm “Kiểm tra chuỗi” và báo cho cơ quan quản lý.',
    en: 'It may have been changed or cut from outside. Open the audit log, press “Check the chain” and tell the authority in charge.',
  },
};

/** Decorates `audit`; serves the log, and reads it back every night: what is wrong with it must find somebody. */
export default fp(
  async (app) => {
    const { db, clock, secrets, outbox } = app;
    const log = app.log.child({ slice: 'web' });
    const closing = new AbortController();
    let hasAlerts = false;

    function tell(problem: AuditVerdict['problem'], brokenAt: number | null = null): void {
      log.error({ problem, brokenAt }, 'the audit log is not what the station wrote');
      if (hasAlerts) app.alerts.raise(BROKEN.id, STATION, { problem });
    }

    const audit = createAudit({
      db,
      clock,
      secrets,
      outbox,
      closing: closing.signal,
      onAppend: () => app.live.changed('audit'),
      onBroken: tell,
      onVerdict({ ok, problem, brokenAt }) {
        if (!ok) tell(problem, brokenAt);
        else if (hasAlerts) app.alerts.clear(BROKEN.id, STATION);
      },
    });
    audit.begin();

    app.decorate('audit', audit);
    await app.register(auditRoutes);

    let stop = async () => {};
    // The alerts come up after web/.
    app.addHook('onReady', async () => {
      app.alerts.define([BROKEN]);
      hasAlerts = true;
      stop = repeat(HOUR_MS, oncePerNight(clock, audit.verify), { log, work: 'audit log read back' });
    });
    app.addHook('preClose', async () => {
      closing.abort();
      await stop();
    });
  },
  { name: 'audit', dependencies: ['db', 'outbox'] },
);

/**
 * To be called every hour: does `work` the first time, so that a box that is off at night is looked at too, and from
 * then on once a night. What throws is done again an hour later.
 */
export function oncePerNight(clock: Pick<Clock, 'now'>, work: () => Promise<unknown>): () => Promise<void> {
  let doneOn = '';
  return async () => {
    const day = localDay(clock.now() - CHECK_HOUR * HOUR_MS);
    if (day === doneOn) return;
    await work();
    doneOn = day;
  };
}
