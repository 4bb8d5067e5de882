import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd, type Member } from '../lab/speakers/crowd.ts';
import type { DeviceCommand, GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { serve, sharedNow } from './peer.ts';

export interface CrowdOrder {
  url: string;
  members: Member[];
  heartbeatMs: number;
  clockMs: number;
}

/** When a command arrived at the first and at the last speaker of the crowd, on the shared clock (ms). */
export interface Arrival {
  firstAt: number;
  lastAt: number;
  /** As the last speaker got it. */
  command: DeviceCommand;
}

export type CrowdQuestions = {
  start: { ask: CrowdOrder; answer: undefined };
  /** Forgets what has arrived so far: the next `arrived` is about what comes from now on. */
  forget: { ask: undefined; answer: undefined };
  /** Waits until every speaker holds a play command. */
  arrived: { ask: { withinMs: number }; answer: Arrival };
  /** Waits until every speaker sounds this playout. */
  sounding: { ask: { playoutId: string; withinMs: number }; answer: undefined };
  /** Waits until no speaker sounds. */
  silent: { ask: { withinMs: number }; answer: undefined };
};

const LOOK_MS = 10;
const AT_ONCE = 50;
/** GenericSpeaker's clock is timeOrigin + performance.now(); this leads from it to the shared one. */
const TO_SHARED = sharedNow() - performance.now() - performance.timeOrigin;

let speakers: readonly GenericSpeaker[] = [];

serve<CrowdQuestions>({
  async start({ members, url, heartbeatMs, clockMs }) {
    const crowd = new Crowd(members, { url, heartbeatMs, clockMs });
    await crowd.start(AT_ONCE);
    speakers = crowd.speakers;
  },
  forget() {
    for (const { commands } of speakers) commands.length = 0;
  },
  async arrived({ withinMs }) {
    const got = speakers.map(
      ({ commands }) =>
        () =>
          commands.find(({ command }) => command.type === 'play'),
    );
    await until(
      () => got.every((play) => play() !== undefined),
      withinMs,
      'not every speaker got the command',
    );
    const plays = got.flatMap((play) => play() ?? []).toSorted((a, b) => a.at - b.at);
    const [first, last] = [plays[0], plays.at(-1)];
    if (!first || !last) throw new Error('the crowd is empty');
    return { firstAt: first.at + TO_SHARED, lastAt: last.at + TO_SHARED, command: last.command };
  },
  async sounding({ playoutId, withinMs }) {
    await until(
      () => speakers.every(({ playing }) => playing === playoutId),
      withinMs,
      'not every speaker has started',
    );
  },
  async silent({ withinMs }) {
    await until(() => speakers.every(({ playing }) => playing === null), withinMs, 'a speaker still sounds');
  },
});

async function until(isSo: () => boolean, withinMs: number, orElse: string): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(orElse);
    await sleep(LOOK_MS);
  }
}
