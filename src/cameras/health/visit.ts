import { describeStream } from '../../protocols/rtsp-describe.ts';
import type { Account, AccountGate, Camera } from '../parts.ts';
import { type CameraClock, CLOCK_OFF_MS } from '../read-clock.ts';
import type { CameraStream } from '../schemas.ts';
import type { GreyFrame } from './picture.ts';
import { isShut } from './reasons.ts';
import type { Seen } from './watched.ts';

/** NoPicture of the media part; any other failure counts as “no picture came”. */
interface Reasoned {
  reason?: unknown;
}

export interface VisitParts {
  gate: AccountGate;
  /** Of ONVIF, which may have users of its own: a refusal there says nothing of the pictures. */
  onvifGate: AccountGate;
  account(cameraId: string): Account | undefined;
  /** The one for the wall, else the other. */
  stream(cameraId: string): CameraStream | undefined;
  /** One decoded key frame; of the running stream where there is one. Rejects with a `reason`. */
  grab(cameraId: string, signal: AbortSignal): Promise<GreyFrame>;
  /** Rejects with kind `refused` or `locked` where it did not take the account. */
  readClock(camera: Camera, account: Account | undefined, signal: AbortSignal): Promise<CameraClock>;
  describe?: typeof describeStream;
}

export interface Visit {
  seen: Seen;
  frame: GreyFrame | undefined;
  /** undefined: not measured. */
  driftMs: number | null | undefined;
}

const DESCRIBE_MS = 5_000;

/**
 * One long look at a camera that is there: does it take the account, does a picture really come, is its clock right.
 * Never throws. At most one try of an account that is wrong: after it, the gate is shut.
 * @param runs its stream is in use and delivers: only the picture and the clock are looked at
 */
export async function visit(
  camera: Camera,
  runs: boolean,
  parts: VisitParts,
  signal: AbortSignal,
): Promise<Visit> {
  const result: Visit = { seen: {}, frame: undefined, driftMs: undefined };
  const { seen } = result;
  const stream = parts.stream(camera.id);
  if (!stream) seen.stream = 'camera.no_stream';
  else if (runs || (await isLetIn(camera, stream, parts, seen, signal))) {
    try {
      result.frame = await parts.grab(camera.id, signal);
      seen.stream = null;
    } catch (error) {
      const reason = String((error as Reasoned).reason);
      // Whoever has tried has told the gate.
      if (isShut(reason)) seen.account = reason;
      // A stream in use shows by itself whether frames come (health.ts).
      else if (!runs) seen.stream = reason === 'camera.no_stream' ? reason : 'camera.no_frames';
    }
  }
  if (camera.onvifUrl !== null && !signal.aborted)
    result.driftMs = await clockOf(camera, parts, seen, signal);
  // What an end of the station has cut short says nothing of the camera.
  return signal.aborted ? { seen: {}, frame: undefined, driftMs: undefined } : result;
}

async function isLetIn(
  camera: Camera,
  stream: CameraStream,
  parts: VisitParts,
  seen: Seen,
  signal: AbortSignal,
): Promise<boolean> {
  const { gate, describe = describeStream } = parts;
  // Over TLS only ffmpeg asks.
  if (!stream.url.startsWith('rtsp:')) return gate.resting(camera.id) === undefined;
  if (!gate.mayTry(camera.id)) return false;
  const account = parts.account(camera.id);
  const { outcome, status } = await describe(stream.url, { account, timeoutMs: DESCRIBE_MS, signal });
  if (!['described', 'refused', 'locked'].includes(outcome)) gate.undecided(camera.id);
  if (signal.aborted) return false;
  switch (outcome) {
    case 'described':
      gate.accepted(camera.id);
      seen.account = null;
      return true;
    case 'locked':
      gate.refused(camera.id, 'locked');
      seen.account = 'camera.locked';
      return false;
    case 'refused':
      if (status !== 403) gate.refused(camera.id, 'refused');
      if (status !== 403 || gate.forbidden(camera.id))
        seen.account = `camera.${gate.resting(camera.id) ?? 'refused'}`;
      else seen.stream = 'camera.no_frames';
      return false;
    case 'account_wanted':
      seen.account = 'camera.no_account';
      return false;
    case 'unreachable':
      seen.stream = 'camera.no_frames';
      return false;
    default:
      seen.stream = 'camera.no_stream';
      return false;
  }
}

/** What it is off by; what is wrong with it goes to `seen`. */
async function clockOf(
  camera: Camera,
  parts: VisitParts,
  seen: Seen,
  signal: AbortSignal,
): Promise<number | null | undefined> {
  const { onvifGate } = parts;
  const account = onvifGate.mayTry(camera.id) ? parts.account(camera.id) : undefined;
  try {
    const { driftMs, otherZone } = await parts.readClock(camera, account, signal);
    if (account) onvifGate.accepted(camera.id);
    if (Math.abs(driftMs ?? 0) > CLOCK_OFF_MS) seen.clock = 'camera.clock_off';
    else if (otherZone) seen.clock = 'camera.zone_off';
    else if (driftMs !== null) seen.clock = null;
    return driftMs;
  } catch (error) {
    const { kind } = error as { kind?: unknown };
    if (account && kind === 'refused') onvifGate.refused(camera.id, 'refused');
    if (account && kind === 'locked') {
      onvifGate.refused(camera.id, 'locked');
      seen.account = 'camera.locked';
    }
    return undefined;
  }
}
