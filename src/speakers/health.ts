import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../alerts/index.ts';
import { type Pulse, repeat, whileNeeded } from '../repeat.ts';
import type { Commanded } from './commanded.ts';
import type { Registry, Speaker } from './registry.ts';
import type { SpeakersRepository } from './speakers-repository.ts';

export interface HealthParts {
  registry: Registry;
  repository: SpeakersRepository;
  commanded: Pick<Commanded, 'forget'>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  now(): number;
  monotonic(): number;
  /** False while nobody can be heard over MQTT since the box has lost its broker: then nobody is called offline. */
  hearsMqtt(): boolean;
  changed(speaker: Speaker): void;
  log: FastifyBaseLogger;
}

/** Those with whom something is going on are looked at this often, while there are any; all of them more seldom. */
const LOOK_AT_RESTLESS_MS = 1_000;
const LOOK_AT_ALL_MS = 5_000;
/** A device that reconnects within this was never away. */
const HOLD_OFF_MS = 3_000;
const MISSED_HEARTBEATS = 3;
const HEARTBEAT_SLACK_MS = 5_000;
const HEARTBEAT_MS = 20_000;
/** The log and the alerts follow only what lasts, so that a bad cable makes one of each and not a hundred. */
const TELL_OFFLINE_MS = 10_000;
const TELL_ONLINE_MS = 20_000;
/** Nobody is missing before everybody has had time for three heartbeats. */
const START_GRACE_MS = MISSED_HEARTBEATS * HEARTBEAT_MS + HEARTBEAT_SLACK_MS;
/** After a power cut everybody is missing at once: told a few at a time, each lot in one commit. */
const TOLD_PER_LOOK = 50;
/** Last signs of life are written together, seldom: flash disks wear out. A crash forgets no more than these minutes. */
const WRITE_SEEN_MS = 300_000;

/** Who is there. `alive` runs on every heartbeat, so it only notes; the rest is done by timers. */
export class Health {
  readonly #parts: HealthParts;
  /** What the log and the alerts say of a speaker, and since when it has been otherwise. */
  readonly #told = new Map<string, boolean>();
  readonly #since = new Map<string, number>();
  readonly #seen = new Set<Speaker>();
  /** Whose state has changed, or may be about to. */
  readonly #restless = new Set<Speaker>();
  /** Since when speakers can be heard: silence before that says nothing. */
  #listeningSince = 0;
  #writeSeenAt = 0;
  readonly #restlessLook: Pulse;
  #stopLooking = async () => {};

  constructor(parts: HealthParts) {
    this.#parts = parts;
    const { log } = parts;
    this.#restlessLook = whileNeeded(LOOK_AT_RESTLESS_MS, () => this.#look(this.#restless), {
      log,
      work: 'restless speakers looked after',
    });
  }

  start(): void {
    this.#writeSeenAt = this.#parts.monotonic() + WRITE_SEEN_MS;
    this.grace();
    const { log } = this.#parts;
    this.#stopLooking = repeat(LOOK_AT_ALL_MS, () => this.#lookAtAll(), {
      log,
      work: 'speakers looked after',
    });
  }

  stop(): void {
    void this.#stopLooking();
    void this.#restlessLook.close();
    this.#writeSeen();
  }

  /** Nobody is missed until everybody has had time to be heard (again). */
  grace(): void {
    this.#listeningSince = this.#parts.monotonic();
  }

  alive(speaker: Speaker): void {
    speaker.heardAt = this.#parts.monotonic();
    speaker.lastSeenAt = this.#parts.now();
    speaker.goneAt = null;
    this.#seen.add(speaker);
    if (!speaker.online) this.#set(speaker, true);
  }

  gone(speaker: Speaker): void {
    // The connection of one that was removed ends after it.
    if (this.#parts.registry.get(speaker.id) !== speaker) return;
    speaker.goneAt ??= this.#parts.monotonic();
    this.#watch(speaker);
  }

  /** Forgets a speaker that was removed, or whose alert has no more sense since it was disabled. */
  forget(speaker: Speaker): void {
    this.#told.delete(speaker.id);
    this.#since.delete(speaker.id);
    this.#seen.delete(speaker);
    this.#restless.delete(speaker);
    this.#parts.alerts.clear('speaker.offline', speaker.id);
  }

  #set(speaker: Speaker, online: boolean): void {
    speaker.online = online;
    speaker.goneAt = null;
    if (!online) speaker.playing = null;
    this.#since.set(speaker.id, this.#parts.monotonic());
    this.#watch(speaker);
    this.#parts.changed(speaker);
  }

  #watch(speaker: Speaker): void {
    this.#restless.add(speaker);
    this.#restlessLook.wake();
  }

  #lookAtAll(): void {
    if (this.#look(this.#parts.registry.all())) this.#restlessLook.wake();
    const now = this.#parts.monotonic();
    if (now < this.#writeSeenAt) return;
    this.#writeSeenAt = now + WRITE_SEEN_MS;
    this.#writeSeen();
  }

  /** True where something may change within seconds. */
  #look(speakers: Iterable<Speaker>): boolean {
    const now = this.#parts.monotonic();
    const hearsMqtt = this.#parts.hearsMqtt();
    const due: Speaker[] = [];
    let isRestless = false;
    for (const speaker of speakers) {
      if (!hearsMqtt && speaker.profile.transport === 'mqtt') continue;
      if (speaker.online && isLost(speaker, now, this.#listeningSince)) this.#set(speaker, false);
      if (this.#isToBeTold(speaker)) {
        if (due.length < TOLD_PER_LOOK && this.#isWorthTelling(speaker, now)) due.push(speaker);
      } else if (!speaker.online || speaker.goneAt === null) this.#restless.delete(speaker);
      if (this.#restless.has(speaker)) isRestless = true;
    }
    if (due.length > 0) this.#tell(due);
    return isRestless;
  }

  /** Nobody wants to know of one that is out of use. */
  #isToBeTold({ id, online, row }: Speaker): boolean {
    return row.enabled && row.confirmedAt !== null && online !== this.#told.get(id);
  }

  #isWorthTelling({ id, online }: Speaker, now: number): boolean {
    const lastedMs = now - (this.#since.get(id) ?? Number.NEGATIVE_INFINITY);
    if (online) return !this.#told.has(id) || lastedMs >= TELL_ONLINE_MS;
    return now - this.#listeningSince >= START_GRACE_MS && lastedMs >= TELL_OFFLINE_MS;
  }

  #tell(due: readonly Speaker[]): void {
    const { repository, alerts, log } = this.#parts;
    repository.transaction(() => {
      for (const { id, name, online } of due) {
        if (online) alerts.clear('speaker.offline', id);
        else alerts.raise('speaker.offline', id, { name });
      }
    });
    for (const { id, name, online } of due) {
      this.#told.set(id, online);
      if (online) log.info({ speaker: id, name }, 'speaker online');
      else log.warn({ speaker: id, name }, 'speaker offline');
    }
  }

  #writeSeen(): void {
    const { repository, commanded, log } = this.#parts;
    commanded.forget();
    try {
      repository.transaction(() => {
        for (const { id, lastSeenAt } of this.#seen) if (lastSeenAt !== null) repository.seen(id, lastSeenAt);
        repository.forget(this.#parts.now());
      });
      this.#seen.clear();
    } catch (error) {
      log.error({ err: error }, 'when speakers were last seen could not be written down');
    }
  }
}

function isLost({ goneAt, heardAt, profile: { alive } }: Speaker, now: number, since: number): boolean {
  if (goneAt !== null && now - goneAt >= HOLD_OFF_MS) return true;
  if (alive.by !== 'heartbeat') return false;
  return (
    now - Math.max(heardAt, since) > MISSED_HEARTBEATS * (alive.everyMs ?? HEARTBEAT_MS) + HEARTBEAT_SLACK_MS
  );
}
