import type { AccountGate, Camera, CameraRegistry, Resting } from '../parts.ts';
import { placesOf } from '../places.ts';
import { createTries, type Tries } from './tries.ts';

/** A lockout of makers lasts 5 to 30 minutes and counts 5 to 7 wrong tries; one an hour is never near that. */
const AGAIN_AFTER_MS = 3_600_000;
/** Cameras that start refuse what they took for years: one that was taken is tried once more after this. */
const SOON_MS = 3 * 60_000;
/** The first try with an account is over by then, whatever became of it. */
const TRY_MS = 25_000;

export interface Refusal {
  how: 'refused' | 'locked';
  /** UTC ms. */
  at: number;
  /** Until the next try. */
  restMs: number;
}

/** What is known of the stored account of one camera. */
interface Standing {
  refusal?: Refusal | undefined;
  /** Of ONVIF alone, which may have users of its own. */
  onvifRefusal?: Refusal | undefined;
  streamsTookIt: boolean;
  onvifTookIt: boolean;
  /** They were asked and did not answer: whether they take it may never be known. */
  streamsSilent: boolean;
  /** When a try began that is not over, UTC ms. */
  tryingSince?: number | undefined;
}

export interface GateParts {
  now(): number;
  registry: Pick<CameraRegistry, 'get' | 'all' | 'account'>;
  /** Told at each change of a refusal, to keep it over a restart. */
  changed(cameraId: string): void;
}

/** For the streams; `onvif` for ONVIF; `tries` for what a person asks for. */
export interface KeptAccountGate extends AccountGate {
  readonly onvif: AccountGate;
  readonly tries: Tries;
  refusal(cameraId: string): Refusal | undefined;
  /** What was known before a restart. */
  remember(cameraId: string, known: { refusal?: Refusal | undefined; taken: boolean }): void;
  /** Gets another account. */
  forget(cameraId: string): void;
  /**
   * Is opened in another way, or is gone. What the recorder's other channels know of the account it has now, or are
   * just trying, holds for it too; a refusal does not, since whoever enters an account has mended something.
   */
  renew(cameraId: string): void;
}

/**
 * The one memory of who was refused where. While nobody knows whether an account is right, one try of it is under way
 * at a time, the streams' first; the channels of a recorder, which share account and lock, count as one. A refusal by
 * ONVIF that has never taken the account, where the streams do, closes ONVIF only.
 */
export function createAccountGate({ now, registry, changed }: GateParts): KeptAccountGate {
  const standings = new Map<string, Standing>();
  const tries = createTries(now);

  // After a step of the box's clock backwards, nobody is shut out for longer than an hour.
  const rests = (refusal: Refusal | undefined) =>
    refusal !== undefined && Math.abs(now() - refusal.at) < refusal.restMs ? refusal.how : undefined;

  /** Two streams of a camera are refused in one moment: that is still the first time. */
  function refusalOf(how: Refusal['how'], wasTaken: boolean, before: Refusal | undefined): Refusal {
    const isFirst = wasTaken || (rests(before) === 'refused' && before?.restMs === SOON_MS);
    return { how, at: now(), restMs: how === 'refused' && isFirst ? SOON_MS : AGAIN_AFTER_MS };
  }

  function of(cameraId: string): Standing {
    return standings.get(cameraId) ?? { streamsTookIt: false, onvifTookIt: false, streamsSilent: false };
  }

  /** The same for all that sign in at one place with one account. */
  function set(cameraId: string, change: Partial<Standing>): void {
    for (const id of sharing(registry, cameraId)) {
      const before = of(id);
      standings.set(id, { ...before, ...change });
      if ('refusal' in change && before.refusal !== change.refusal) changed(id);
    }
  }

  function countRefusal(cameraId: string): void {
    const host = registry.get(cameraId)?.host;
    if (host !== undefined) tries.refused(host);
  }

  /** Nothing goes out that a stream could refuse. */
  function needsNoStream(cameraId: string): boolean {
    return !registry.account(cameraId) || registry.get(cameraId)?.streams.length === 0;
  }

  function resting(cameraId: string): Resting | undefined {
    const { refusal } = of(cameraId);
    const how = rests(refusal);
    return how === 'refused' && refusal?.restMs === SOON_MS ? 'refused_once' : how;
  }

  function isBusy(cameraId: string): boolean {
    const { streamsTookIt, tryingSince } = of(cameraId);
    return !streamsTookIt && tryingSince !== undefined && Math.abs(now() - tryingSince) < TRY_MS;
  }

  function forget(cameraId: string): void {
    const { refusal } = of(cameraId);
    standings.delete(cameraId);
    if (refusal) changed(cameraId);
  }

  const onvif: AccountGate = {
    mayTry(cameraId) {
      const { streamsTookIt, streamsSilent } = of(cameraId);
      if (onvif.resting(cameraId) || isBusy(cameraId)) return false;
      return streamsTookIt || streamsSilent || needsNoStream(cameraId);
    },
    resting: (cameraId) => resting(cameraId) ?? rests(of(cameraId).onvifRefusal),
    isBusy,
    refused(cameraId, how) {
      countRefusal(cameraId);
      const { streamsTookIt, onvifTookIt, refusal: whole, onvifRefusal } = of(cameraId);
      // It took this account before: then it is the password that has changed.
      const isWhole = how === 'locked' || onvifTookIt || (!streamsTookIt && needsNoStream(cameraId));
      const refusal = refusalOf(how, onvifTookIt, isWhole ? whole : onvifRefusal);
      set(cameraId, isWhole ? { refusal, onvifTookIt: false } : { onvifRefusal: refusal });
    },
    forbidden(cameraId) {
      if (of(cameraId).onvifTookIt) return false;
      onvif.refused(cameraId, 'refused');
      return true;
    },
    accepted(cameraId) {
      set(cameraId, { refusal: undefined, onvifRefusal: undefined, onvifTookIt: true });
    },
    undecided() {},
  };

  const streams: AccountGate = {
    mayTry(cameraId) {
      if (resting(cameraId) || isBusy(cameraId)) return false;
      if (!of(cameraId).streamsTookIt && registry.account(cameraId)) set(cameraId, { tryingSince: now() });
      return true;
    },
    resting,
    isBusy,
    refused(cameraId, how) {
      countRefusal(cameraId);
      const { streamsTookIt, refusal: before } = of(cameraId);
      const refusal = refusalOf(how, streamsTookIt, before);
      set(cameraId, { refusal, streamsTookIt: false, onvifTookIt: false, tryingSince: undefined });
    },
    forbidden(cameraId) {
      if (of(cameraId).streamsTookIt) return false;
      streams.refused(cameraId, 'refused');
      return true;
    },
    accepted(cameraId) {
      set(cameraId, { refusal: undefined, streamsTookIt: true, tryingSince: undefined });
    },
    undecided(cameraId) {
      if (of(cameraId).tryingSince !== undefined)
        set(cameraId, { streamsSilent: true, tryingSince: undefined });
    },
  };

  return {
    ...streams,
    onvif,
    tries,
    refusal: (cameraId) => of(cameraId).refusal,
    remember(cameraId, { refusal, taken }) {
      standings.set(cameraId, { ...of(cameraId), refusal, streamsTookIt: taken });
    },
    forget,
    renew(cameraId) {
      forget(cameraId);
      const other = sharing(registry, cameraId).flatMap((id) => standings.get(id) ?? [])[0];
      if (other) standings.set(cameraId, { ...other, refusal: undefined, onvifRefusal: undefined });
    },
  };
}

/** The cameras that sign in where this one does, with the same account; itself among them. */
function sharing(registry: GateParts['registry'], cameraId: string): string[] {
  const camera = registry.get(cameraId);
  const account = registry.account(cameraId);
  if (!camera || !account) return [cameraId];
  const door = doorOf(camera);
  const others = [...registry.all()].filter((one) => {
    if (one.id === cameraId || doorOf(one) !== door) return false;
    const its = registry.account(one.id);
    return its?.username === account.username && its.password === account.password;
  });
  return [cameraId, ...others.map(({ id }) => id)];
}

function doorOf({ host, streams, onvifUrl }: Camera): string {
  const [place] = placesOf([...streams.map(({ url }) => url), onvifUrl]);
  return place ? `${place.host} ${place.port}` : host;
}
