import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd, type Member } from '../lab/speakers/crowd.ts';
import type { DeviceCommand, GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { serve, sharedNow } from './peer.ts';

export interface CrowdOrder {
  url: string;
  members: Member[];
  /** They fetch the audio and check it, as a real speaker does. */
  fetches?: boolean;
}

/** When a command arrived at the last speaker of the crowd, on the shared clock (ms). */
export interface Arrival {
  lastAt: number;
  /** As the last speaker got it. */
  command: DeviceCommand;
}

export interface Start {
  playoutId: string;
  /** When the simulator handed its first sample to the loudspeaker that it has not; UTC ms of this machine. */
  startedAt: number;
}

export type CrowdQuestions = {
  start: { ask: CrowdOrder; answer: undefined };
  /** Forgets what has arrived so far: the next `arrived` is about what comes from now on. */
  forget: { ask: undefined; answer: undefined };
  /** Waits until every speaker holds a play command. */
  arrived: { ask: { withinMs: number }; answer: Arrival };
  /** Waits until no speaker sounds or is about to. */
  silent: { ask: { withinMs: number }; answer: undefined };
  /** Everything that they have played. */
  played: { ask: undefined; answer: Start[] };
};

const LOOK_MS = 10;
const AT_ONCE = 50;
/** The simulator’s clock is timeOrigin + performance.now(), which nobody sets; this leads from it to the shared one. */
const TO_SHARED = sharedNow() - performance.now() - performance.timeOrigin;
/** Date.now() is rounded down to the ms. */
const ROUNDED_OFF_MS = 0.5;

let speakers: readonly GenericSpeaker[] = [];

serve<CrowdQuestions>({
  async start({ members, url, fetches = false }) {
    const crowd = new Crowd(members, { url, fetches });
    await crowd.start(AT_ONCE);
    speakers = crowd.speakers;
  },
  forget() {
    for (const { commands } of speakers) commands.length = 0;
  },
  async arrived({ withinMs }) {
    const got = () =>
      speakers.flatMap(({ commands }) => commands.find(({ command }) => command.type === 'play') ?? []);
    await until(() => got().length === speakers.length, withinMs, 'not every speaker got the command');
    const last = got().reduce((a, b) => (b.at > a.at ? b : a));
    return { lastAt: last.at + TO_SHARED, command: last.command };
  },
  async silent({ withinMs }) {
    await until(() => speakers.every(({ playing }) => playing === null), withinMs, 'a speaker still sounds');
  },
  played() {
    const toUtc = Date.now() + ROUNDED_OFF_MS - performance.now() - performance.timeOrigin;
    return speakers.flatMap(({ journal }) =>
      journal.all().map(({ playoutId, startedAt }) => ({ playoutId, startedAt: startedAt + toUtc })),
    );
  },
});

async function until(isSo: () => boolean, withinMs: number, orElse: string): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(orElse);
    await sleep(LOOK_MS);
  }
}
