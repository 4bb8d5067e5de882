import { connectAsync, type MqttClient } from 'mqtt';
import { BoxClock } from './box-clock.ts';
import type { DeviceCommand } from './device-command.ts';
import { ended } from './end-client.ts';
import { type Faults, GARBAGE } from './faults.ts';
import { fetchAudio } from './fetch-audio.ts';
import { Journal } from './journal.ts';

export type { DeviceCommand } from './device-command.ts';

export interface GenericSpeakerOptions {
  /** `mqtt://127.0.0.1:1883` */
  url: string;
  /** The speaker's id, which is also its user name. */
  id: string;
  password: string;
  /** PEM of the CA behind an mqtts URL. */
  ca?: string;
  /** File that remembers what it has played. */
  journal?: string;
  faults?: Faults;
  heartbeatMs?: number;
  /** Fetches and checks the audio as a real one does; a crowd in one process may leave that out. */
  fetches?: boolean;
  /** Time between two questions for the time, once it is known. */
  clockMs?: number;
}

interface Playing {
  readonly playoutId: string;
  readonly rank: number;
  /** Undefined until it sounds. */
  startedAt: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

const RANKS = { normal: 0, priority: 1, emergency: 2 };
const QUESTIONS_AT_START = 5;

/** A faithful MQTT speaker of our own protocol, without the loudspeaker. */
export class GenericSpeaker {
  readonly id: string;
  readonly clock: BoxClock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Every command that arrived, with the local UTC ms of its arrival. */
  readonly commands: { command: DeviceCommand; at: number }[] = [];
  volume = 50;
  #client: MqttClient | undefined;
  #playing: Playing | undefined;
  #wasCut = false;
  readonly #audio = new Map<string, Promise<void>>();
  readonly #options: GenericSpeakerOptions;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: GenericSpeakerOptions) {
    this.#options = options;
    this.id = options.id;
    this.faults = options.faults ?? {};
    this.journal = new Journal(options.journal);
    this.clock = new BoxClock(localNow);
    this.clock.wrongByMs = this.faults.clockOffMs ?? 0;
  }

  get connected(): boolean {
    return this.#client?.connected ?? false;
  }

  get playing(): string | null {
    return this.#playing?.startedAt === undefined ? null : this.#playing.playoutId;
  }

  /** Resolves when it is connected, subscribed and knows the time. Rejects where it is refused. */
  async start(): Promise<void> {
    const { url, id, password, ca, heartbeatMs = 20_000, clockMs = 120_000 } = this.#options;
    const client = await connectAsync(url, {
      username: id,
      password,
      clientId: id,
      clean: true,
      keepalive: 60,
      reconnectPeriod: 500,
      queueQoSZero: false,
      ...(ca !== undefined && { ca }),
      will: { topic: this.#topic('will'), payload: Buffer.from('offline'), qos: 1, retain: false },
    });
    this.#client = client;
    client.on('message', (topic, payload) => this.#hear(topic, payload));
    client.on('error', () => {});
    client.on('connect', () => this.#tellState());
    await client.subscribeAsync([this.#topic('command'), this.#topic('clock/answer')], { qos: 1 });
    this.#tellState();
    this.#every(heartbeatMs, () => this.#tellState());
    for (let i = 0; i < QUESTIONS_AT_START; i++) await this.askTime();
    this.#every(clockMs, () => void this.askTime());
  }

  /** As if its plug was pulled: no goodbye. */
  async pull(): Promise<void> {
    this.#silence(true);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers.clear();
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    client.options.reconnectPeriod = 0;
    client.stream.destroy();
    await ended(client, true);
  }

  /** Its network goes, and it plays on; it comes back only with `mend`. */
  cut(): void {
    if (!this.#client) return;
    this.#wasCut = true;
    this.#client.options.reconnectPeriod = 0;
    this.#client.stream.destroy();
  }

  mend(): void {
    if (!this.#client) return;
    this.#client.options.reconnectPeriod = 500;
    this.#client.reconnect();
  }

  /** Switched off properly: its last will is not sent. */
  async stop(): Promise<void> {
    this.#silence(true);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers.clear();
    // What was under way when the network went may never be acknowledged: it is not waited for.
    if (this.#client) await ended(this.#client, this.#wasCut);
    this.#client = undefined;
  }

  /** One question for the time; resolves with the answer, or after a second without. */
  askTime(): Promise<void> {
    return new Promise((resolve) => {
      const done = setTimeout(resolve, 1_000);
      this.#answered = () => {
        clearTimeout(done);
        resolve();
      };
      this.#client?.publish(this.#topic('clock/ask'), JSON.stringify({ t0: localNow() }));
    });
  }

  #answered = () => {};

  /** Says that it plays something, whoever told it to. */
  claim(playing: string | null): void {
    this.#publish('state', { v: 1, playing, volume: this.volume });
  }

  /** Publishes anything at all below its topic. */
  say(name: string, payload: string | Buffer, qos: 0 | 1 = 1): void {
    this.#client?.publish(this.#topic(name), payload, { qos });
  }

  #topic(name: string): string {
    return `tramso/${this.id}/${name}`;
  }

  #every(ms: number, work: () => void): void {
    this.#timers.add(setInterval(work, ms));
  }

  #publish(name: 'state' | 'report', value: object): void {
    const payload = JSON.stringify(value);
    const times = this.faults.duplicates ? 2 : 1;
    for (let i = 0; i < times; i++)
      this.#client?.publish(this.#topic(name), payload, { qos: name === 'report' ? 1 : 0 });
    if (this.faults.garbage) for (const rubbish of GARBAGE) this.say(name, rubbish);
  }

  #tellState(): void {
    this.#publish('state', { v: 1, playing: this.playing, volume: this.volume });
  }

  #report(playoutId: string | null, kind: string, more: { commandId?: string; reason?: string } = {}): void {
    this.#publish('report', { playoutId, kind, at: this.clock.synced ? this.clock.now() : null, ...more });
  }

  #hear(topic: string, payload: Buffer): void {
    const message: unknown = JSON.parse(payload.toString());
    if (topic === this.#topic('clock/answer')) {
      this.clock.answer(message as { t0: number; t1: number; t2: number });
      this.#answered();
      return;
    }
    const command = message as DeviceCommand;
    this.commands.push({ command, at: localNow() });
    this.#obey(command).catch((error: Error) => {
      if (command.type !== 'prefetch' && command.playoutId) {
        this.#report(command.playoutId, 'failed', { commandId: command.id, reason: error.message });
      }
    });
  }

  async #obey(command: DeviceCommand): Promise<void> {
    // The box's clock was set since the time was asked for.
    if (Math.abs(this.clock.now() - this.clock.wrongByMs - command.sentAt) > 2_000) {
      this.clock.forget();
      await this.askTime();
    }
    const { type, id: commandId, playoutId } = command;
    if (type === 'volume') this.volume = command.volume ?? this.volume;
    else if (type === 'stop') {
      if (this.faults.deafToStop) return;
      const stopped = this.#playing;
      const meant = stopped && (playoutId === null || stopped.playoutId === playoutId);
      if (meant) this.#silence(true);
      this.#report(meant ? stopped.playoutId : null, 'stopped', { commandId });
      this.#tellState();
    } else if (type === 'prefetch' && playoutId) {
      await this.#fetch(command);
      this.#report(playoutId, 'ready', { commandId });
    } else if (playoutId) await this.#play(command, playoutId);
  }

  async #play(command: DeviceCommand, playoutId: string): Promise<void> {
    const { id: commandId, expiresAt = 0, startAt = 0, durationMs = 0, priority = 'normal' } = command;
    if (this.#playing?.playoutId === playoutId || (this.journal.has(playoutId) && !this.faults.forgetful))
      return;
    if (this.clock.now() > expiresAt) throw new Error('expired');
    const rank = RANKS[priority];
    if (this.#playing && this.#playing.rank > rank) throw new Error('busy');
    const before = this.#playing;
    if (before) {
      this.#silence(true);
      this.#report(before.playoutId, 'stopped', { reason: 'preempted' });
    }
    const mine: Playing = { playoutId, rank, startedAt: undefined, timer: undefined };
    this.#playing = mine;
    this.#report(playoutId, 'accepted', { commandId });
    if (this.faults.neverStarts) return;
    await this.#fetch(command);
    if (startAt === 0) this.#sound(mine, command, durationMs);
    else
      this.#at(mine, this.clock.local(startAt) + (this.faults.startsLateMs ?? 0), () =>
        this.#sound(mine, command, durationMs),
      );
  }

  #sound(mine: Playing, { id: commandId, volume }: DeviceCommand, durationMs: number): void {
    if (this.#playing !== mine) return;
    mine.startedAt = localNow();
    if (volume !== undefined) this.volume = volume;
    const { playoutId, startedAt } = mine;
    this.journal.write({ playoutId, startedAt, finishedAt: null, cut: false });
    this.#report(playoutId, 'started', { commandId });
    this.#tellState();
    if (this.faults.leavesAfterMs !== undefined)
      mine.timer = setTimeout(() => void this.pull(), this.faults.leavesAfterMs);
    else {
      this.#at(mine, startedAt + durationMs, () => {
        this.#silence(false);
        this.#report(playoutId, 'finished', { commandId });
        this.#tellState();
      });
    }
  }

  /** Ends what is on, or about to be. */
  #silence(cut: boolean): void {
    const mine = this.#playing;
    this.#playing = undefined;
    if (!mine) return;
    clearTimeout(mine.timer);
    if (mine.startedAt === undefined) return;
    this.journal.write({ playoutId: mine.playoutId, startedAt: mine.startedAt, finishedAt: localNow(), cut });
  }

  /** Timers may fire a little early or late: the last stretch is watched turn by turn. */
  #at(mine: Playing, local: number, work: () => void): void {
    const look = () => {
      if (this.#playing !== mine) return;
      const left = local - localNow();
      if (left <= 0) work();
      else if (left > 3) mine.timer = setTimeout(look, Math.min(left - 2, 60_000));
      else setImmediate(look);
    };
    look();
  }

  #fetch({ url = '', sha256 = '', bytes = 0 }: DeviceCommand): Promise<void> {
    if (this.#options.fetches === false) return Promise.resolve();
    let fetched = this.#audio.get(sha256);
    if (!fetched) {
      fetched = fetchAudio(url, sha256, bytes);
      this.#audio.set(sha256, fetched);
      fetched.catch(() => this.#audio.delete(sha256));
    }
    return fetched;
  }
}

/** The device's own clock: as fine as it gets, since starts are measured with it. */
function localNow(): number {
  return performance.timeOrigin + performance.now();
}
