import type { FastifyBaseLogger } from 'fastify';
import type { Devices } from '../devices/index.ts';
import { isComplete } from './access.ts';
import { canPlayAt, type Profile } from './profile.ts';
import type { SpeakerInfo, TestOutcome } from './schemas.ts';
import type { SpeakerRow, SpeakersRepository } from './speakers-repository.ts';
import type { Values } from './template.ts';

/** What a speaker was told to play last; times are monotonic ms. */
export interface Told {
  readonly playoutId: string;
  readonly durationMs: number;
  /** Its planned end. */
  readonly endsAt: number;
  /** What a speaker without playout ids plays until then is taken for this. */
  until: number;
  startedAt: number | null;
  /** Since when it has been silent before its time. */
  idleSince: number | null;
  /** It was told to stop since. */
  stopped: boolean;
  /** How it ended has been reported. */
  over: boolean;
}

/** One loudspeaker as it is now: its row, its device's name and zone, and what it has said. */
export interface Speaker {
  readonly id: string;
  readonly profile: Profile;
  row: SpeakerRow;
  name: string;
  zoneId: string | null;
  /** `id` and settings, for the templates of its profile. */
  values: Values;
  online: boolean;
  /** UTC ms, kept in the row every so often. */
  lastSeenAt: number | null;
  /** Monotonic ms of the last sign of life, and of its end where there was one. */
  heardAt: number;
  goneAt: number | null;
  playing: string | null;
  /** What it last said it plays: the only name that there is for what the box did not send. */
  lastPlaying: string | null;
  told: Told | null;
  test: Omit<TestOutcome, 'said'> | null;
  /** What was reported of the newest playouts, so that each is told once: kinds by playout. */
  readonly reported: Map<string, string[]>;
  /** It talks what the box cannot read, and the log says so. */
  garbled: boolean;
  /** It plays what the box did not send; null before it has played anything. */
  foreign: boolean | null;
  wrongClock: boolean;
  /** It says that it gives no sound before somebody taps it. */
  locked: boolean;
}

/** All speakers, in memory: this is asked in the path of an emergency. */
export class Registry {
  readonly #speakers = new Map<string, Speaker>();
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #devices: Devices;
  readonly #repository: SpeakersRepository;

  constructor(parts: {
    profiles: ReadonlyMap<string, Profile>;
    devices: Devices;
    repository: SpeakersRepository;
  }) {
    this.#profiles = parts.profiles;
    this.#devices = parts.devices;
    this.#repository = parts.repository;
  }

  /** Reads them from the database; those that cannot be served are left out, and the log says so. */
  load(log: FastifyBaseLogger): void {
    const devices = new Map(this.#devices.list({ kind: 'speaker' }).map((device) => [device.id, device]));
    for (const row of this.#repository.all()) {
      const device = devices.get(row.id);
      const profile = this.#profiles.get(row.profile);
      const speaker = device && profile && speakerFrom(row, profile, device);
      if (speaker && isComplete(speaker)) this.#speakers.set(row.id, speaker);
      else if (speaker)
        log.error(
          { speaker: row.id, profile: row.profile },
          'a speaker without a setting that its profile needs is left out',
        );
      else
        log.error(
          { speaker: row.id, profile: row.profile },
          'a speaker without device or profile is left out',
        );
    }
  }

  add(row: SpeakerRow, profile: Profile): Speaker {
    const device = this.#devices.get(row.id);
    if (!device) throw new Error(`speaker ${row.id} has no device`);
    const speaker = speakerFrom(row, profile, device);
    this.#speakers.set(row.id, speaker);
    return speaker;
  }

  /** Takes over what an officer has changed. */
  refresh(speaker: Speaker, row: SpeakerRow): void {
    speaker.row = row;
    speaker.values = valuesOf(row, speaker.profile);
    this.refreshDevice(speaker.id);
  }

  /** Takes over name and zone. */
  refreshDevice(id: string): void {
    const speaker = this.#speakers.get(id);
    const device = speaker && this.#devices.get(id);
    if (!device) return;
    speaker.name = device.name;
    speaker.zoneId = device.zoneId;
  }

  delete(id: string): void {
    this.#speakers.delete(id);
  }

  get(id: string): Speaker | undefined {
    return this.#speakers.get(id);
  }

  get size(): number {
    return this.#speakers.size;
  }

  all(): IterableIterator<Speaker> {
    return this.#speakers.values();
  }

  /** Those of these ids that exist and are enabled. */
  enabled(ids: readonly string[]): Speaker[] {
    const found: Speaker[] = [];
    for (const id of ids) {
      const speaker = this.#speakers.get(id);
      if (speaker?.row.enabled) found.push(speaker);
    }
    return found;
  }
}

function speakerFrom(
  row: SpeakerRow,
  profile: Profile,
  device: { name: string; zoneId: string | null },
): Speaker {
  return {
    id: row.id,
    profile,
    row,
    name: device.name,
    zoneId: device.zoneId,
    values: valuesOf(row, profile),
    online: false,
    lastSeenAt: row.lastSeenAt,
    heardAt: Number.NEGATIVE_INFINITY,
    goneAt: null,
    playing: null,
    lastPlaying: null,
    told: null,
    test: null,
    reported: new Map(),
    garbled: false,
    foreign: null,
    wrongClock: false,
    locked: false,
  };
}

function valuesOf(row: SpeakerRow, profile: Profile): Values {
  const values: Record<string, string> = { id: row.id };
  for (const [name, setting] of Object.entries(profile.settings)) {
    const value = row.settings[name] ?? setting.default;
    if (value !== undefined) values[name] = value;
  }
  return values;
}

export function infoOf(speaker: Speaker): SpeakerInfo {
  const { row, profile } = speaker;
  return {
    id: speaker.id,
    name: speaker.name,
    zoneId: speaker.zoneId,
    profile: profile.id,
    transport: profile.transport,
    online: speaker.online,
    confirmed: row.confirmedAt !== null,
    enabled: row.enabled,
    volume: row.volume,
    playing: speaker.playing,
    locked: speaker.locked,
    playAt: canPlayAt(profile),
    startLatencyMs: profile.startLatencyMs,
    acknowledges: profile.acknowledges,
    lastSeenAt: speaker.lastSeenAt,
  };
}
