import type { Speakers } from '../../speakers/schemas.ts';
import { sayError, sayReason } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';
import type { Playout, PlayoutTarget } from './schemas.ts';
import type { Target } from './target.ts';

/** A playout as the API shows it. */
export function playoutView(record: PlayoutRecord): Playout {
  const { total, accepted, started, finished, failed, unknown } = record;
  const said = record.reason && sayReason(record.reason, record.details);
  return {
    id: record.id,
    scheduleId: record.scheduleId,
    bulletinId: record.bulletinId,
    bulletinVersion: record.bulletinVersion,
    title: record.title,
    kind: record.kind,
    priority: record.priority,
    plannedAt: record.plannedAt,
    dueAt: record.dueAt,
    state: record.state,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    reason: said ? said.vi : null,
    reasonEn: said ? said.en : null,
    reasonCode: record.reason,
    zoneIds: record.zoneIds,
    voice: record.voice,
    durationMs: record.durationMs,
    repeats: record.repeats,
    replayOf: record.replayOf,
    byName: record.byName,
    counts: { total, accepted, started, finished, failed, unknown },
  };
}

/**
 * What one speaker did, as the API shows it.
 * @param sayDetail what a speaker's own reason means
 */
export function targetView(target: Target, sayDetail: Speakers['sayReason']): PlayoutTarget {
  const { away, acknowledges, detail, error, ...row } = target;
  const said = error && sayError(error, detail === null ? undefined : sayDetail(detail));
  return { ...row, error: said ? said.vi : null, errorEn: said ? said.en : null, errorCode: error };
}
