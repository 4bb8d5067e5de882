import type { FastifyBaseLogger } from 'fastify';
import type { Onvif, OnvifError, OnvifEvent, PullPoint } from '../../protocols/onvif/index.ts';
import type { Account, AccountGate, Camera, CameraRegistry } from '../parts.ts';

export interface EarsParts {
  registry: Pick<CameraRegistry, 'all' | 'account'>;
  gate: AccountGate;
  pullPoint: Onvif['pullPoint'];
  /** Whether anybody wants the events of this camera. */
  wanted(camera: Camera): boolean;
  onEvent(event: OnvifEvent, cameras: readonly Camera[]): void;
  /** Nothing is heard of them any more, for now. */
  onLost(cameras: readonly Camera[]): void;
  log: FastifyBaseLogger;
}

/** One physical unit that is listened to: the channels of a recorder share its events. */
interface Ear {
  /** As they are now: another name or place is no reason to listen anew. */
  cameras: readonly Camera[];
  url: string;
  account: Account | undefined;
  point: PullPoint;
  listening: boolean;
}

/** So many are begun at each look, so that 64 cameras do not answer in one moment. */
const BEGUN_AT_ONCE = 8;

/** Pull points of all cameras whose events are wanted: one a unit, none while its account may lock it. */
export function createEars({ registry, gate, pullPoint, wanted, onEvent, onLost, log }: EarsParts) {
  const ears = new Map<string, Ear>();
  const closing = new Set<Promise<void>>();

  function open(
    unitKey: string,
    cameras: readonly Camera[],
    url: string,
    account: Account | undefined,
  ): void {
    const ids = cameras.map(({ id }) => id);
    const isCurrent = () => ears.get(unitKey) === ear;
    const point = pullPoint({
      url,
      account,
      onEvent: (event) => {
        if (isCurrent()) onEvent(event, ear.cameras);
      },
      onState({ listening, error }) {
        if (!isCurrent()) return;
        if (listening !== ear.listening) {
          ear.listening = listening;
          if (listening) log.info({ cameras: ids }, 'events of a camera are heard');
          else log.warn({ cameras: ids, err: error }, 'events of a camera are not heard');
          if (!listening) onLost(ear.cameras);
        }
        const { kind } = (error ?? {}) as Partial<OnvifError>;
        if (kind !== 'refused' && kind !== 'locked') return;
        // The gate knows who shares the account; one refusal counts once.
        if (ids[0] !== undefined) gate.refused(ids[0], kind);
        shut(unitKey);
      },
    });
    const ear: Ear = { cameras, url, account, point, listening: false };
    ears.set(unitKey, ear);
  }

  function shut(unitKey: string): void {
    const ear = ears.get(unitKey);
    if (!ear) return;
    ears.delete(unitKey);
    if (ear.listening) onLost(ear.cameras);
    const closed = ear.point.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  /** What should be listened to now, by unit. */
  function wantedUnits(): Map<string, Camera[]> {
    const units = new Map<string, Camera[]>();
    for (const camera of registry.all()) {
      if (camera.onvifUrl === null || !camera.enabled || !wanted(camera) || !gate.mayTry(camera.id)) continue;
      units.set(camera.unitKey, [...(units.get(camera.unitKey) ?? []), camera]);
    }
    return units;
  }

  return {
    /** Begins and ends what has to be; called again and again. */
    follow(): void {
      const units = wantedUnits();
      for (const [unitKey, ear] of ears) {
        const cameras = units.get(unitKey);
        const account = cameras?.[0] && registry.account(cameras[0].id);
        const isSame =
          cameras?.[0]?.onvifUrl === ear.url &&
          account?.username === ear.account?.username &&
          account?.password === ear.account?.password &&
          cameras.length === ear.cameras.length &&
          cameras.every(({ id, channel }, i) => {
            const before = ear.cameras[i];
            return id === before?.id && channel === before.channel;
          });
        if (isSame) ear.cameras = cameras;
        else shut(unitKey);
      }
      let begun = 0;
      for (const [unitKey, cameras] of units) {
        const [first] = cameras;
        if (ears.has(unitKey) || !first?.onvifUrl) continue;
        if (begun++ >= BEGUN_AT_ONCE) break;
        open(unitKey, cameras, first.onvifUrl, registry.account(first.id));
      }
    },
    /** Begins to listen to this camera anew: the next `follow` opens what is shut here, and hears how things stand. */
    renew(cameraId: string): void {
      for (const [unitKey, { cameras }] of ears) if (cameras.some(({ id }) => id === cameraId)) shut(unitKey);
    },
    isListening: (cameraId: string) =>
      [...ears.values()].some(
        ({ listening, cameras }) => listening && cameras.some(({ id }) => id === cameraId),
      ),
    async close(): Promise<void> {
      for (const unitKey of [...ears.keys()]) shut(unitKey);
      await Promise.all(closing);
    },
  };
}
