import { setTimeout as sleep } from 'node:timers/promises';
import type { BareQuestions } from './bare-process.ts';
import type { CrowdQuestions } from './crowd-process.ts';
import { Peer } from './peer.ts';
import { type Usage, usageOf } from './process-tree.ts';
import { median } from './statistics.ts';
import { nodeSettings, type Village } from './village.ts';

export interface Weight {
  /** Median of the resident memory, MiB. */
  rss: number;
  /** The most that the process itself had resident, without what it starts, MiB. */
  mostOwnRss: number;
  /** Share of one core, %. */
  cpu: number;
}

const LOOK_MS = 1_000;
const MIB = 1_048_576;
/** What starting and connecting leave behind, garbage and code to be compiled, is done by then on both sides. */
const SETTLE_MS = 120_000;

/** What these process trees weigh over the same time, side by side, so that all see the same machine. */
export async function weigh(pids: readonly number[], ms: number): Promise<Weight[]> {
  const samples = pids.map(() => [] as Usage[]);
  const before = pids.map((pid) => usageOf(pid).cpuMs);
  const from = performance.now();
  while (performance.now() - from < ms) {
    await sleep(LOOK_MS);
    for (const [i, pid] of pids.entries()) samples[i]?.push(usageOf(pid));
  }
  const took = performance.now() - from;
  return pids.map((pid, i) => ({
    rss: median((samples[i] ?? []).map(({ rss }) => rss)) / MIB,
    mostOwnRss: Math.max(...(samples[i] ?? []).map(({ ownRss }) => ownRss)) / MIB,
    cpu: ((usageOf(pid).cpuMs - (before[i] ?? 0)) / took) * 100,
  }));
}

/**
 * The station and a bare aedes with its client, each with a crowd of the same speakers and their heartbeats. Both
 * have just been started, both with the same settings of Node and what it compiled once at hand.
 */
export async function weighBesideBare(
  village: Village,
  ms: number,
): Promise<[station: Weight, bare: Weight]> {
  const { station, members, mqttUrl, compiled } = village;
  const env = { ...nodeSettings(), NODE_COMPILE_CACHE: compiled };
  await station.stop();
  await station.start();
  const warming = new Peer<BareQuestions>('./bare-process.ts', env);
  await warming.ask('broker', undefined);
  await warming.end();
  const bare = new Peer<BareQuestions>('./bare-process.ts', env);
  const crowds = [0, 1].map(() => new Peer<CrowdQuestions>('./crowd-process.ts'));
  try {
    const { url } = await bare.ask('broker', undefined);
    await Promise.all(
      crowds.map((crowd, i) => crowd.ask('start', { members, url: i === 0 ? mqttUrl : url })),
    );
    await sleep(SETTLE_MS);
    const [ours, theirs] = await weigh([station.pid, bare.pid], ms);
    if (!ours || !theirs) throw new Error('two were weighed');
    return [ours, theirs];
  } finally {
    await Promise.all([...crowds, bare].map((peer) => peer.end()));
  }
}
