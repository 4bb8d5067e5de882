import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { DAY_MS } from '../../clock.ts';
import { AppError, invalid } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { Bulletin, PlayRequest } from '../bulletins/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import { permitted } from '../schedules/permitted-hours.ts';
import { requireZones } from '../zones.ts';
import { orderedNow } from './age.ts';
import type { PlayoutLog } from './log.ts';
import { EMPTY, type PlayoutRecord } from './record.ts';

interface PlayParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  log: PlayoutLog;
  onDue(): void;
}

const FURTHEST_MS = 366 * DAY_MS;

/** Phát ngay, or once at a given instant, without a schedule: an approved bulletin, in permitted hours. */
export function createPlay({ app, settings, log, onDue }: PlayParts) {
  return (
    request: FastifyRequest,
    bulletin: Bulletin,
    { zoneIds, at, repeats = 1 }: PlayRequest,
  ): PlayoutRecord => {
    const { id: byId, name: byName } = requireUser(request);
    const { id: bulletinId, title, state, priority } = bulletin;
    const now = app.clock.now();
    const plannedAt = at ?? now;
    if (plannedAt < now) throw invalid('at', 'giờ này đã qua', 'this time has passed');
    if (plannedAt > now + FURTHEST_MS)
      throw invalid('at', 'xa quá, chỉ đặt trước được một năm', 'too far ahead: one year at most');
    requireZones(app.commune, zoneIds);
    if (state !== 'approved') throw new AppError('bulletin.not_approved', { title });
    const { permittedFrom: from, permittedTo: to } = settings();
    // A clock that is known to be wrong cannot say what hour it is; whoever presses the button can.
    const known = app.clock.trusted() || plannedAt > now;
    if (known && !permitted({ from, to }, plannedAt))
      throw new AppError('broadcast.quiet_hours', { from, to });
    if (app.speakers.inZones(zoneIds, priority).length === 0) throw new AppError('broadcast.no_speaker');
    const record: PlayoutRecord = {
      ...EMPTY,
      id: uuidv7(),
      bulletinId,
      title,
      kind: 'manual',
      priority,
      zoneIds,
      repeats,
      ...(at === undefined ? orderedNow(app.clock) : { plannedAt, originAt: plannedAt, createdAt: now }),
      byId,
      byName,
    };
    app.db.transaction(() => {
      log.insert(record);
      app.audit.append({
        request,
        action: 'bulletin.play',
        target: `bulletin:${bulletinId}`,
        details: { title, playout: record.id, zoneIds, plannedAt, repeats },
      });
    })();
    onDue();
    return record;
  };
}
