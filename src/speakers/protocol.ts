import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { REPORT_KINDS } from './schemas.ts';

/** Bytes. The longest message of ours, a play command, has about 1 kB. */
export const LONGEST_MESSAGE = 16_384;

/**
 * What a speaker that speaks our own protocol may say, over MQTT or a WebSocket. The README describes it to
 * makers of devices; the checkers are compiled once, since they run on every heartbeat.
 */
const PlayoutId = Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]);
const OLDEST_AGE_MS = 24 * 3_600_000;
const Instant = Type.Union([Type.Number(), Type.Null()]);

/** `report`: what became of a command. `playoutId` is null only for a stop that found nothing to stop. */
const Report = Type.Object({
  playoutId: PlayoutId,
  kind: Type.Enum(REPORT_KINDS),
  /** UTC ms by the box's clock as the speaker knows it; null or absent while it is not synchronised. */
  at: Type.Optional(Instant),
  /** ms since then, where it could not be told at once; it counts instead of `at`. */
  age: Type.Optional(Type.Number({ minimum: 0, maximum: OLDEST_AGE_MS })),
  commandId: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  reason: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
});
export type DeviceReport = Static<typeof Report>;

/** `state`: the heartbeat. */
const State = Type.Object({
  playing: PlayoutId,
  volume: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  /** `locked`: it plays nothing before somebody taps the device. */
  sound: Type.Optional(Type.Enum(['on', 'locked'])),
});
export type DeviceState = Static<typeof State>;

const ClockAsk = Type.Object({ t0: Type.Number() });

const report = Compile(Report);
const state = Compile(State);
const clockAsk = Compile(ClockAsk);

export function isReport(value: unknown): value is DeviceReport {
  return report.Check(value);
}

export function isState(value: unknown): value is DeviceState {
  return state.Check(value);
}

export function isClockAsk(value: unknown): value is Static<typeof ClockAsk> {
  return clockAsk.Check(value);
}

/** The value in a JSON text, or undefined for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
