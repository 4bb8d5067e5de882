import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Camera } from '../parts.ts';
import { CAMERA_STATES } from '../schemas.ts';
import type { Refusal } from '../sign-in/account-gate.ts';
import type { HealthRow } from './health-repository.ts';
import { ASPECTS, type Aspect, type Hold } from './hold.ts';
import { type HealthCode, isHealthCode } from './reasons.ts';
import { newWatched, type Watched } from './watched.ts';

const Code = Type.Union([Type.String(), Type.Null()]);
const Details = Type.Object({
  /** What was said of each aspect. */
  said: Type.Record(Type.String(), Code),
  told: Type.Object({
    reason: Type.Optional(Code),
    faultsAt: Type.Array(Type.Number(), { maxItems: 20 }),
    together: Type.Boolean(),
  }),
  refusal: Type.Optional(
    Type.Object({ how: Type.Union([Type.Literal('refused'), Type.Literal('locked')]), at: Type.Number() }),
  ),
});
type Details = Static<typeof Details>;

/** A camera as it goes to the disk. */
export function toRow(watched: Watched, refusal: Refusal | undefined): HealthRow {
  const { camera, holds, told, state, reason, since, lastFrameAt, driftMs } = watched;
  const said: Details['said'] = {};
  for (const [aspect, hold] of Object.entries(holds)) if (hold.said !== undefined) said[aspect] = hold.said;
  const { reason: toldReason, faultsAt, together } = told;
  const details: Details = {
    said,
    told: { ...(toldReason !== undefined && { reason: toldReason }), faultsAt: [...faultsAt], together },
    ...(refusal && { refusal }),
  };
  const kept = { cameraId: camera.id, state, reason, since, lastFrameAt, driftMs };
  return { ...kept, details: JSON.stringify(details) };
}

/** A camera as it was before the restart: neither forgotten nor told again. A row that is not ours counts as none. */
export function fromRow(
  camera: Camera,
  row: HealthRow,
  now: number,
): { watched: Watched; refusal?: Refusal } {
  const watched = newWatched(camera, now);
  const details = readDetails(row.details);
  const state = CAMERA_STATES.find((one) => one === row.state);
  if (!details || !state || (row.reason !== null && !isHealthCode(row.reason))) return { watched };
  const { reason, faultsAt, together } = details.told;
  Object.assign(watched, {
    state,
    reason: row.reason,
    since: row.since,
    lastFrameAt: row.lastFrameAt,
    driftMs: row.driftMs,
    holds: Object.fromEntries(
      Object.entries(details.said).flatMap(([aspect, said]) =>
        Object.hasOwn(ASPECTS, aspect) && (said === null || isHealthCode(said))
          ? [[aspect as Aspect, keptHold(said)]]
          : [],
      ),
    ),
    told: {
      reason: reason === undefined || reason === null || isHealthCode(reason) ? reason : null,
      faultsAt,
      together,
    },
    unsaved: false,
  });
  return { watched, ...(details.refusal && { refusal: details.refusal }) };
}

function keptHold(said: HealthCode | null): Hold {
  return { said, seen: said, times: 1, faulty: said === null ? 0 : 1 };
}

function readDetails(text: string): Details | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Details, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
