import type { PlayoutState } from './schemas.ts';

/** What can happen to a playout. */
export type PlayoutEvent =
  | 'prepare'
  | 'prepared'
  /** What it plays was changed before air: it is prepared anew. */
  | 'reset'
  | 'start'
  | 'played'
  | 'partial'
  | 'unknown'
  | 'failed'
  | 'missed'
  | 'interrupted'
  | 'cancelled';

/**
 * planned → preparing → ready → playing → an end. What ended never changes again; nothing comes to sound
 * without having been ready, and only what was playing can be played, partial, unknown or interrupted.
 */
const TABLE: Readonly<Record<PlayoutState, Partial<Record<PlayoutEvent, PlayoutState>>>> = {
  planned: { prepare: 'preparing', failed: 'failed', missed: 'missed', cancelled: 'cancelled' },
  preparing: {
    prepared: 'ready',
    reset: 'planned',
    failed: 'failed',
    missed: 'missed',
    cancelled: 'cancelled',
  },
  ready: { start: 'playing', reset: 'planned', failed: 'failed', missed: 'missed', cancelled: 'cancelled' },
  playing: {
    played: 'played',
    partial: 'partial',
    unknown: 'unknown',
    failed: 'failed',
    interrupted: 'interrupted',
  },
  played: {},
  partial: {},
  failed: {},
  missed: {},
  interrupted: {},
  unknown: {},
  cancelled: {},
};

/** The state after an event, or `undefined` where the event cannot happen in that state. */
export function transition(state: PlayoutState, event: PlayoutEvent): PlayoutState | undefined {
  return TABLE[state][event];
}

/** Whether nothing can happen to it any more. */
export function ended(state: PlayoutState): boolean {
  return Object.keys(TABLE[state]).length === 0;
}

/** The states before the first sound: such a playout is still only a plan. */
export const BEFORE_AIR: readonly PlayoutState[] = ['planned', 'preparing', 'ready'];
