import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import { AppError, invalid } from '../../errors.ts';
import { nameKey } from '../../names.ts';
import type { FoundDevice } from '../../protocols/onvif/index.ts';
import { addUnit } from '../registry/adding.ts';
import { cameraError } from '../registry/camera-error.ts';
import { shortText } from '../registry/from-camera.ts';
import { atOf, endpointRefOf, knownUnit } from '../registry/known.ts';
import type { Audit, Managing } from '../registry/managing.ts';
import { givenName } from '../registry/own-name.ts';
import { type ReadingParts, readUnit, type UnitReading } from '../registry/reading.ts';
import type { Registry } from '../registry/registry.ts';
import type { Adoption, AdoptionBody, Outcome } from './schemas.ts';

/** Units that are asked at once. */
const AT_ONCE = 4;

export interface AdoptionParts extends ReadingParts {
  registry: Registry;
  managing: Managing;
  clock: Pick<Clock, 'now'>;
  /** What the newest search found under that key. */
  found(key: string): FoundDevice | undefined;
  /** Nothing else that it found calls itself the same. */
  isOnlyOne(name: string): boolean;
  hasZone(id: string): boolean;
  /** Something about the adoption has changed. */
  changed(): void;
  /** It is a camera of the commune now. */
  adopted(key: string): void;
  /** All of them have been asked. */
  ended(): void;
  log: FastifyBaseLogger;
}

type Result = Adoption['results'][number];

interface Run {
  readonly startedAt: number;
  endedAt: number | null;
  readonly total: number;
  readonly results: Result[];
  done: Promise<void>;
}

/** The wizard's second half: one account on many found devices, once on each and never again. */
export function createAdoption(parts: AdoptionParts) {
  const { registry, managing, clock, changed, log } = parts;
  const abort = new AbortController();
  let run: Run | undefined;

  async function adopt(
    device: FoundDevice,
    body: AdoptionBody,
    audit: Audit,
  ): Promise<Omit<Result, 'key' | 'address'>> {
    const { username, password, zoneId = null, names = {} } = body;
    const endpointRef = endpointRefOf(device);
    const traits = { endpointRef, maker: device.maker, serial: '', macs: [], at: atOf(device.url) };
    const before = knownUnit(registry, traits);
    // A camera that is there is not asked again; a recorder of several lenses may have got another.
    if (before.length === 1) return sayKnown(before.map(({ id }) => id));
    const account = { username, password };
    const reading = await readUnit(parts, { url: device.url, account, signal: abort.signal });
    const typed = Object.hasOwn(names, device.key) ? (names[device.key] ?? '') : '';
    const name = shortText(typed, 100) || nameOf(device, reading);
    const unit = { url: device.url, endpointRef, account, reading, name, zoneId };
    const { added, known } = addUnit(registry, managing, unit, audit);
    if (added.length === 0) return sayKnown(known.map(({ id }) => id));
    const what = added.length === 1 ? `“${added[0]?.name}”` : `${added.length} camera`;
    return {
      outcome: 'added',
      text: `Đã thêm ${what}.`,
      textEn: `Added ${added.length === 1 ? what : `${added.length} cameras`}.`,
      cameraIds: added.map(({ id }) => id),
    };
  }

  /** By which it calls itself, where that tells it from the others. */
  function nameOf({ name, maker, hardware, address }: FoundDevice, reading: UnitReading): string {
    const { model, serial, macs, profile } = reading;
    const traits = [maker, reading.maker, hardware, model, serial, profile, address, ...macs];
    const given = givenName({ name, traits });
    if (given === '' || !parts.isOnlyOne(name)) return '';
    const isTaken = [...registry.all()].some((camera) => nameKey(camera.name) === nameKey(given));
    return isTaken ? '' : given;
  }

  async function adoptOne(current: Run, key: string, body: AdoptionBody, audit: Audit): Promise<void> {
    const device = parts.found(key);
    const address = device?.address ?? '';
    const result = device ? await adopt(device, body, audit).catch(sayFailure) : sayGone();
    current.results.push({ key, address, ...result });
    if (result.outcome === 'added' || result.outcome === 'known') tell(() => parts.adopted(key));
    changed();
  }

  /** It writes too, and a full disk ends neither the adoption nor the station. */
  function tell(what: () => void): void {
    try {
      what();
    } catch (error) {
      log.error({ err: error }, 'what was adopted could not be told');
    }
  }

  function sayFailure(error: unknown): Omit<Result, 'key' | 'address'> {
    const known = cameraError(error);
    if (!(known instanceof AppError)) {
      if (!abort.signal.aborted) log.error({ err: error }, 'a camera could not be added');
      return sayError(new AppError('internal'));
    }
    return sayError(known);
  }

  async function perform(current: Run, body: AdoptionBody, audit: Audit): Promise<void> {
    const waiting = [...body.keys];
    const worker = async () => {
      for (let key = waiting.shift(); key !== undefined && !abort.signal.aborted; key = waiting.shift()) {
        await adoptOne(current, key, body, audit);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      tell(parts.ended);
    } catch (error) {
      log.error({ err: error }, 'an adoption of cameras failed');
    } finally {
      current.endedAt = clock.now();
      changed();
    }
  }

  function begin(body: AdoptionBody, audit: Audit): void {
    const current: Run = {
      startedAt: clock.now(),
      endedAt: null,
      total: body.keys.length,
      results: [],
      done: Promise.resolve(),
    };
    run = current;
    current.done = perform(current, body, audit);
    changed();
  }

  return {
    /**
     * Checks what is asked and returns what begins it. Throws `camera.adoption_running`, and `input.invalid` for a
     * zone that is gone.
     */
    prepare(body: AdoptionBody): (audit: Audit) => void {
      if (run && run.endedAt === null) throw new AppError('camera.adoption_running');
      if (body.zoneId != null && !parts.hasZone(body.zoneId)) {
        throw invalid('zoneId', 'địa bàn này không còn nữa', 'this zone no longer exists');
      }
      return (audit) => begin(body, audit);
    },

    state(): Adoption {
      if (!run) return { state: 'idle', startedAt: null, endedAt: null, progress: 0, results: [] };
      const { startedAt, endedAt, total, results } = run;
      const state = endedAt === null ? 'running' : 'done';
      return { state, startedAt, endedAt, progress: results.length / total, results: [...results] };
    },

    settled: async (): Promise<void> => run?.done,

    async close(): Promise<void> {
      abort.abort(new Error('the station stops'));
      await run?.done;
    },
  };
}

const OUTCOMES: Partial<Record<string, Outcome>> = {
  'camera.refused': 'refused',
  'camera.locked': 'locked',
  'camera.tried_enough': 'locked',
  'camera.unreachable': 'unreachable',
  'camera.no_stream': 'no_stream',
};

function sayError(error: AppError): Omit<Result, 'key' | 'address'> {
  const outcome = OUTCOMES[error.code] ?? 'failed';
  return { outcome, text: error.messageVi, textEn: error.message, cameraIds: [] };
}

function sayKnown(cameraIds: string[]): Omit<Result, 'key' | 'address'> {
  return {
    outcome: 'known',
    text: 'Camera này đã có trong danh sách.',
    textEn: 'This camera is there already.',
    cameraIds,
  };
}

function sayGone(): Omit<Result, 'key' | 'address'> {
  return {
    outcome: 'failed',
    text: 'Lần tìm mới nhất không thấy thiết bị này. Hãy tìm lại.',
    textEn: 'The newest search has not found this device. Search again.',
    cameraIds: [],
  };
}
