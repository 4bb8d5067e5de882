import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AppError, invalid } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import { estimateMs } from '../bulletins/duration.ts';
import type { Bulletin } from '../bulletins/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import { checkSound } from '../sound.ts';
import type { createCheck } from './check.ts';
import { type CheckedSchedule, checkSchedule } from './input.ts';
import type { ScheduleRecord, SchedulesRepository } from './schedules-repository.ts';
import type { Schedule, ScheduleCheck, ScheduleInput } from './schemas.ts';

export interface SchedulesParts {
  app: FastifyInstance;
  rows: SchedulesRepository;
  settings(): Readonly<BroadcastSettings>;
  bulletin(id: string): Bulletin | undefined;
  /** How long these are together, ms. */
  recordingsMs(recordings: Bulletin['recordings']): number;
  check: ReturnType<typeof createCheck>;
  /** Brings the planned playouts in line with the schedule; called inside the transaction of the write. */
  plan(id: string): void;
  unplan(id: string): void;
  nextOf(id: string): number | null;
}

export type Schedules = ReturnType<typeof createSchedules>;

/** Schedules; what they plan changes in the same transaction. */
export function createSchedules({
  app,
  rows,
  settings,
  recordingsMs,
  bulletin,
  check,
  plan,
  unplan,
  nextOf,
}: SchedulesParts) {
  function get(id: string): ScheduleRecord {
    const found = rows.get(id);
    if (!found) throw new AppError('item.not_found');
    return found;
  }

  async function read(
    input: ScheduleInput,
    id?: string,
  ): Promise<{ schedule: CheckedSchedule; played: Bulletin }> {
    await checkSound(app.speech, { chime: input.chime });
    const { permittedFrom: from, permittedTo: to } = settings();
    const schedule = checkSchedule(input, {
      now: app.clock.now(),
      hours: { from, to },
      commune: app.commune,
      before: id === undefined ? undefined : rows.get(id),
    });
    const played = bulletin(schedule.bulletinId);
    if (!played) throw invalid('bulletinId', 'không có bản tin này', 'there is no such bulletin');
    if (played.state === 'archived')
      throw invalid('bulletinId', 'bản tin này đã lưu trữ', 'this bulletin is archived');
    return { schedule: { ...schedule, name: schedule.name || played.title }, played };
  }

  function view(record: ScheduleRecord): Schedule {
    const { byId, byName, bulletinVersion, priority, ...shown } = record;
    return { ...shown, nextAt: nextOf(record.id) };
  }

  function changed(id: string): void {
    app.live.changed('schedules', id);
    app.live.changed('playouts');
  }

  return {
    view,
    get: (id: string): Schedule => view(get(id)),
    async create(request: FastifyRequest, input: ScheduleInput): Promise<Schedule> {
      const { schedule } = await read(input);
      const { id: byId, name: byName } = requireUser(request);
      const now = app.clock.now();
      const id = uuidv7();
      app.db.transaction(() => {
        rows.insert({ ...schedule, id, version: 1, byId, byName, createdAt: now, updatedAt: now });
        app.audit.append({ request, action: 'schedule.create', target: `schedule:${id}`, details: schedule });
        plan(id);
      })();
      changed(id);
      return view(get(id));
    },
    /** Throws `item.conflict` where `seen` is no longer the version. */
    async update(
      request: FastifyRequest,
      id: string,
      input: ScheduleInput,
      seen?: number,
    ): Promise<Schedule> {
      const { schedule } = await read(input, id);
      const { id: byId, name: byName } = requireUser(request);
      app.db.transaction(() => {
        const before = get(id);
        if (seen !== undefined && seen !== before.version) throw new AppError('item.conflict');
        const { createdAt } = before;
        const version = before.version + 1;
        rows.save({ ...schedule, id, version, byId, byName, createdAt, updatedAt: app.clock.now() });
        app.audit.append({ request, action: 'schedule.edit', target: `schedule:${id}`, details: schedule });
        plan(id);
      })();
      changed(id);
      return view(get(id));
    },
    remove(request: FastifyRequest, id: string): void {
      app.db.transaction(() => {
        const { name } = get(id);
        rows.remove(id);
        unplan(id);
        app.audit.append({ request, action: 'schedule.remove', target: `schedule:${id}`, details: { name } });
      })();
      changed(id);
    },
    /** What would come of it; stores nothing. Throws as `create` does. */
    async check(input: ScheduleInput, id?: string): Promise<ScheduleCheck> {
      const { schedule, played } = await read(input, id);
      const durationMs =
        played.durationMs ?? estimateMs(played.spoken, played.speed) + recordingsMs(played.recordings);
      const { state, priority } = played;
      return check(schedule, { approved: state === 'approved', durationMs, priority }, id);
    },
  };
}
