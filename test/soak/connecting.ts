import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraView } from '../../src/cameras/schemas.ts';
import { usageOf } from '../bench/process-tree.ts';
import { median } from '../bench/statistics.ts';
import { LiveClient } from '../lab/cameras/live-client.ts';
import type { RtspHost } from '../lab/cameras/rtsp/rtsp-host.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { type BroadcastRig, startRig } from '../lab/station/broadcast-rig.ts';

export interface SoakOptions {
  rounds: number;
  /** Folder of the station. */
  data: string;
  port: number;
  say: (line: string) => void;
}

/** What a station holds open. */
interface Holdings {
  processes: number;
  /** Files, pipes and sockets of the station itself. */
  open: number;
  rss: number;
}

const CAMERAS = 4;
const ACCOUNT = { username: 'admin', password: 'p@ss:/#%&ơ' };
const FIRST_ROUNDS = 5;
const LOOK_EVERY = 10;
const PICTURE_WITHIN_MS = 30_000;
/** A stream goes on for ten seconds after its last viewer. */
const ENDS_WITHIN_MS = 25_000;
const MIB = 1_048_576;
/** What the memory of a process that has done nothing wrong may grow by. */
const GROWTH = 1.25;

/**
 * Viewers come and go, and cameras are cut off, again and again. After that the station must hold open just what it
 * held after the first rounds, and weigh the same. Returns what is wrong.
 */
export async function connectAgainAndAgain({ rounds, data, port, say }: SoakOptions): Promise<string[]> {
  const rig = await startRig({ data, port });
  const lab = await RtspLab.start();
  try {
    const host = await lab.host({ account: ACCOUNT });
    const ids = await addAll(rig, host);
    const wrong: string[] = [];
    const round = async (number: number) => {
      const failed = await connectAndDrop(rig, ids, number % 3 === 0 ? host : undefined);
      if (failed) wrong.push(`round ${number}: ${failed}`);
    };
    for (let i = 1; i <= FIRST_ROUNDS; i++) await round(i);
    const before = await atRest(rig);
    say(`after ${FIRST_ROUNDS} rounds: ${textOf(before)}`);
    const weights: number[] = [];
    for (let i = 1; i <= rounds; i++) {
      await round(FIRST_ROUNDS + i);
      weights.push(usageOf(rig.station.pid).rss);
      if (i % LOOK_EVERY === 0) say(`round ${i}: ${textOf(held(rig))}`);
    }
    const after = await atRest(rig);
    say(`at the end: ${textOf(after)}`);
    for (const what of ['processes', 'open'] as const) {
      if (after[what] > before[what]) wrong.push(`${what}: ${before[what]} became ${after[what]}`);
    }
    const third = Math.ceil(weights.length / 3);
    const [early, late] = [median(weights.slice(0, third)), median(weights.slice(-third))];
    if (late > early * GROWTH) wrong.push(`memory: ${mib(early)} became ${mib(late)}`);
    return wrong;
  } finally {
    await lab.stop();
    await rig.station.stop();
  }
}

async function addAll({ api }: BroadcastRig, host: RtspHost): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < CAMERAS; i++) {
    const { url } = await host.stream(`/${i}`, i % 2 === 0 ? { audio: 'pcm_alaw' } : { codec: 'hevc' });
    const body = { name: `Camera ${i}`, url, ...ACCOUNT };
    const { cameras } = await api.post<{ cameras: CameraView[] }>('/api/cameras', body);
    ids.push(...cameras.map(({ id }) => id));
  }
  return ids;
}

/** @returns what went wrong */
async function connectAndDrop(
  { api, station }: BroadcastRig,
  ids: readonly string[],
  cutOff: RtspHost | undefined,
): Promise<string | undefined> {
  const viewers = ids.map((id, i) => {
    const query = `camera=${id}&stream=${i % 2 === 0 ? 'main' : 'sub'}`;
    return new LiveClient({ origin: station.url, cookie: api.cookie, query });
  });
  const seen = (count: number) =>
    within(PICTURE_WITHIN_MS, () => viewers.every((one) => one.begun >= count && one.fragments > 0));
  try {
    if (!(await seen(1))) return 'a camera was not seen';
    if (!cutOff) return undefined;
    await cutOff.reset();
    return (await seen(2)) ? undefined : 'a camera that was cut off did not come back';
  } finally {
    await Promise.all(viewers.map((one) => one.close()));
  }
}

/** Once the streams have ended. */
async function atRest(rig: BroadcastRig): Promise<Holdings> {
  await within(ENDS_WITHIN_MS, () => held(rig).processes === 1);
  return held(rig);
}

function held({ station: { pid } }: BroadcastRig): Holdings {
  const { rss, processes } = usageOf(pid);
  return { processes, open: readdirSync(`/proc/${pid}/fd`).length, rss };
}

async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}

function textOf({ processes, open, rss }: Holdings): string {
  return `${processes} processes, ${open} open, ${mib(rss)}`;
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`;
}
