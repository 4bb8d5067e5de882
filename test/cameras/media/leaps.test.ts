import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Fragment } from '../../../src/cameras/parts.ts';
import { type Oddities, oddRtsp } from '../../lab/cameras/rtsp/odd-rtsp.ts';
import { Ear, startMedia, until } from './media-rig.ts';

/**
 * A camera whose clock is set while it is watched: with sound, ffmpeg takes the times from the sender reports, and they
 * leap with it. What is recorded must not claim an hour that never was, nor stand still for one.
 */

const WATCHED_MS = 15_000;
/** What a new beginning may cost, and how late a look may be. */
const MISSING_MS = 4_000;
const HOUR_S = 3_600;
/** It has to run for five seconds to count as well. */
const LEAPS_AT = 6;

const CLOCKS: Record<string, Oddities> = {
  'set ahead, with AAC': { audio: 'aac', clockLeaps: HOUR_S, clockLeapsAt: LEAPS_AT },
  'set ahead, with G.711': { audio: 'pcm_alaw', clockLeaps: HOUR_S, clockLeapsAt: LEAPS_AT },
  'set back, with AAC': { audio: 'aac', clockLeaps: -HOUR_S, clockLeapsAt: LEAPS_AT },
  'set back, with G.711': { audio: 'pcm_alaw', clockLeaps: -HOUR_S, clockLeapsAt: LEAPS_AT },
  'set ahead by half a minute': { audio: 'aac', clockLeaps: 30, clockLeapsAt: LEAPS_AT },
  'times that leap ahead': { video: { jumpAt: LEAPS_AT * 10, jumpSeconds: HOUR_S } },
  'times that leap back': { video: { jumpAt: LEAPS_AT * 10, jumpSeconds: -HOUR_S } },
};

const { media, cameras } = startMedia(t);
const lengthOf = (fragments: readonly Fragment[]) =>
  fragments.reduce((sum, { durationMs }) => sum + durationMs, 0);

const ears = await Promise.all(
  Object.entries(CLOCKS).map(async ([name, odd]) => {
    // Once: what begins anew is as it should be.
    const camera = await oddRtsp(t, { ...odd, leapsOnce: true });
    cameras.set(name, { streams: [{ role: 'main', url: camera.url, audio: odd.audio ?? '' }] });
    const ear = new Ear();
    media.hub.join(name, 'main', ear);
    await until(name, () => ear.fragments.length > 0);
    return [name, ear] as const;
  }),
);
await sleep(WATCHED_MS);
await media.close();

for (const [name, { fragments, reasons }] of ears) {
  t.test(name, async (t) => {
    t.strictSame(reasons, [], 'it is not lost');
    t.ok(Math.max(...fragments.map(({ durationMs }) => durationMs)) < 5_000, 'no picture lasts longer');
    const missing = WATCHED_MS - lengthOf(fragments);
    t.ok(Math.abs(missing) < MISSING_MS, `${Math.round(missing)} ms are missing`);
    const late = fragments.filter(({ at }) => at > (fragments.at(-1)?.at ?? 0) - 2_000);
    t.ok(lengthOf(late) > 1_000, 'it goes on');
  });
}
