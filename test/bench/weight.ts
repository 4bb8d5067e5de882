import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from './process-tree.ts';
import { median } from './statistics.ts';

export interface Weight {
  /** Median of the resident memory, bytes. */
  rss: number;
  /** Share of one core, %. */
  cpu: number;
}

const LOOK_MS = 1_000;

/** What these process trees weigh over the same `ms`, side by side, so that all see the same machine. */
export async function weigh(pids: readonly number[], ms: number): Promise<Weight[]> {
  const samples = pids.map(() => [] as number[]);
  const before = pids.map((pid) => usageOf(pid).cpuMs);
  const from = performance.now();
  while (performance.now() - from < ms) {
    await sleep(LOOK_MS);
    for (const [i, pid] of pids.entries()) samples[i]?.push(usageOf(pid).rss);
  }
  const took = performance.now() - from;
  return pids.map((pid, i) => ({
    rss: median(samples[i] ?? []),
    cpu: ((usageOf(pid).cpuMs - (before[i] ?? 0)) / took) * 100,
  }));
}
