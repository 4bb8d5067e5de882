import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import { nameKey } from '../../names.ts';
import type { FoundDevice, Onvif } from '../../protocols/onvif/index.ts';
import { unitFinder } from '../registry/known.ts';
import type { CameraProfile } from '../registry/profile.ts';
import { recogniser } from '../registry/recognise.ts';
import type { Registry } from '../registry/registry.ts';
import { candidateOf, type Description, describeDevice } from './candidates.ts';
import { addressesOf } from './ranges.ts';
import type { Candidate, Search, SearchBody } from './schemas.ts';

/** How long replies of the whole network are waited for. */
const LISTEN_MS = 4_000;
/** Found devices that are kept: more than a commune has, less than would hurt. */
const MOST_FOUND = 1_000;

export interface SearchParts {
  onvif: Pick<Onvif, 'discover' | 'sweep'>;
  registry: Registry;
  profiles: ReadonlyMap<string, CameraProfile>;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  neighbours(): Promise<ReadonlyMap<string, string>>;
  /** Network interfaces that are asked; undefined for all but loopback. */
  interfaces?: readonly string[] | undefined;
  /** Something about the search has changed. */
  changed(): void;
  /** It has ended by itself; everything that was found. */
  ended(found: readonly Candidate[], whole: boolean): Promise<void>;
  log: FastifyBaseLogger;
}

interface Run {
  state: Search['state'];
  readonly startedAt: number;
  readonly startedMonotonic: number;
  /** Of a search by address; null where the network as a whole is asked, which takes LISTEN_MS. */
  progress: number | null;
  endedAt: number | null;
  /** The network as a whole, and not some addresses. */
  readonly whole: boolean;
  interfaces: Search['interfaces'];
  refused: number;
  readonly devices: Map<string, FoundDevice>;
  neighbours: ReadonlyMap<string, string>;
  /** Of the devices that were asked for, so that the list need not be made anew each time it is looked at. */
  described: WeakMap<FoundDevice, Description>;
  readonly abort: AbortController;
  done: Promise<void>;
}

/** One search for cameras at a time, in the background. */
export function createSearch(parts: SearchParts) {
  const { onvif, registry, profiles, clock, changed, log } = parts;
  const recognise = recogniser(profiles);
  let run: Run | undefined;
  /** The newest search of the whole network that came to its end. */
  let stock: Run | undefined;

  function heard(current: Run, device: FoundDevice): void {
    const { key, url } = device;
    // It may come again under another key (protocols/onvif/hearing.ts).
    for (const [other, one] of current.devices) {
      if (one.url === url && other !== key) current.devices.delete(other);
    }
    if (current.devices.size >= MOST_FOUND && !current.devices.has(key)) return;
    current.devices.set(key, device);
    changed();
  }

  /** What the newest search of the whole network found, as it stands now; undefined before the first. */
  const wholeFound = () => stock && candidates(stock);

  function candidates({ devices, neighbours, described }: Run): Candidate[] {
    const unitOf = unitFinder(registry);
    return [...devices.values()].map((device) => {
      const description = described.get(device) ?? describeDevice(device, neighbours, recognise);
      described.set(device, description);
      return candidateOf(description, unitOf);
    });
  }

  async function perform(current: Run, addresses: readonly string[] | undefined): Promise<void> {
    const { signal } = current.abort;
    const onFound = (device: FoundDevice) => heard(current, device);
    try {
      if (addresses) {
        const onProgress = (part: number) => {
          current.progress = part;
        };
        await onvif.sweep({ addresses, onFound, onProgress, signal });
      } else {
        const { interfaces } = parts;
        const heardAll = await onvif.discover({ interfaces, timeoutMs: LISTEN_MS, onFound, signal });
        current.interfaces = heardAll.interfaces;
        current.refused = heardAll.refused;
      }
      current.neighbours = await parts.neighbours();
      current.described = new WeakMap();
      signal.throwIfAborted();
      current.state = 'done';
      if (current.whole) stock = current;
    } catch (error) {
      current.state = signal.aborted ? 'cancelled' : 'failed';
      if (!signal.aborted) log.error({ err: error }, 'a search for cameras failed');
    }
    current.endedAt = clock.now();
    changed();
    if (current.state !== 'done') return;
    try {
      await parts.ended(candidates(current), current.whole);
    } catch (error) {
      log.error({ err: error }, 'what a search found could not be taken over');
    }
  }

  function begin(asked: readonly string[] | undefined): void {
    const current: Run = {
      state: 'running',
      startedAt: clock.now(),
      startedMonotonic: clock.monotonic(),
      progress: asked ? 0 : null,
      endedAt: null,
      whole: asked === undefined,
      interfaces: [],
      refused: 0,
      devices: new Map(),
      neighbours: new Map(),
      described: new WeakMap(),
      abort: new AbortController(),
      done: Promise.resolve(),
    };
    run = current;
    current.done = perform(current, asked);
    changed();
  }

  return {
    /**
     * Checks what is asked and returns what begins it. Throws `camera.search_running`, and `input.invalid` naming
     * the range at fault.
     */
    prepare({ ranges = [], addresses = [] }: SearchBody): () => void {
      if (run?.state === 'running') throw new AppError('camera.search_running');
      const asked = ranges.length + addresses.length > 0 ? addressesOf(ranges, addresses) : undefined;
      return () => begin(asked);
    },

    cancel(): void {
      run?.abort.abort(new Error('the search was cancelled'));
    },

    state(): Search {
      if (!run) {
        const never = { startedAt: null, endedAt: null, progress: 0 };
        return { state: 'idle', ...never, interfaces: [], found: [], refused: 0 };
      }
      const { state, startedAt, endedAt, interfaces, refused } = run;
      return {
        state,
        startedAt,
        endedAt,
        progress: state === 'running' ? progressOf(run) : 1,
        interfaces,
        found: candidates(run),
        refused,
      };
    },

    /** What the newest search found under that key. */
    found: (key: string): FoundDevice | undefined => run?.devices.get(key),

    /** Whether at most one of them calls itself so. */
    isOnlyOne(name: string): boolean {
      const key = nameKey(name);
      return [...(run?.devices.values() ?? [])].filter((one) => nameKey(one.name) === key).length <= 1;
    },

    wholeFound,

    /** Resolves when the running search has ended, and what it found is taken over. */
    settled: async (): Promise<void> => run?.done,

    async close(): Promise<void> {
      run?.abort.abort(new Error('the station stops'));
      await run?.done;
    },
  };

  function progressOf({ progress, startedMonotonic }: Run): number {
    return progress ?? Math.min(0.95, (clock.monotonic() - startedMonotonic) / LISTEN_MS);
  }
}
