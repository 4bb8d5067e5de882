import type { CommandName } from '../profile.ts';
import type { DeviceReport, DeviceState } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import type { Priority } from '../schemas.ts';

/** One command for any number of speakers, before a profile puts it into a device's words. */
export interface Command {
  readonly name: CommandName;
  readonly id: string;
  /** null for a stop of everything, and where it concerns no playout. */
  readonly playoutId: string | null;
  /** UTC ms. Not handed to anybody later than this. */
  readonly expiresAt: number;
  readonly priority?: Priority;
  /** 0–100 */
  readonly volume?: number;
  readonly startAt?: number;
  /** When a stop was given, which may be long before it reaches a speaker that was away. */
  readonly issuedAt?: number;
  readonly audio?: {
    readonly id: string;
    readonly bytes: number;
    readonly durationMs: number;
    /** Signed, absolute, on the plain-HTTP listener. */
    readonly url: string;
  };
}

/** What a transport hears from its speakers. Called on every heartbeat. */
export interface Ears {
  /** It is there: it said something, or its connection stands. */
  alive(speaker: Speaker): void;
  /** Its last will came, or its connection has ended. */
  gone(speaker: Speaker): void;
  state(speaker: Speaker, state: DeviceState): void;
  report(speaker: Speaker, report: DeviceReport): void;
  /** The box could not hand a command over: no word of the speaker's own. */
  undelivered(speaker: Speaker, playoutId: string, reason: string): void;
  /** It said something that its profile does not know. */
  garbage(speaker: Speaker): void;
}

/** One protocol by which speakers are reached. Constructors do nothing; `close` leaves nothing behind. */
export interface Transport {
  /** Serves this speaker from now on. */
  attach(speaker: Speaker): void;
  /** Ends that; its connection is cut. */
  detach(speaker: Speaker): void;
  /** Hands the command over in this tick. What can't be handed over by its expiry is told as `undelivered`. */
  send(command: Command, speakers: readonly Speaker[]): void;
  /** Takes back what has not been handed over yet: a stop overtakes it. `null` takes back everything. */
  recall(playoutId: string | null, speakers: readonly Speaker[]): void;
  /** Whether a play of it has yet to be handed over to somebody. */
  holds(playoutId: string): boolean;
  close(): Promise<void>;
}
