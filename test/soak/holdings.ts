import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from '../bench/process-tree.ts';

/** What a station holds open. */
export interface Holdings {
  /** Itself and its programs. */
  processes: number;
  /** Network and local ones, and the pipes to its programs, which Node makes as sockets. */
  sockets: number;
  /** All else with a descriptor: files, databases, timers of the event loop. */
  files: number;
  /** Resident memory of the station itself, bytes. */
  rss: number;
}

const LOOK_MS = 100;

export function holdingsOf(pid: number): Holdings {
  const { processes, ownRss: rss } = usageOf(pid);
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => targetOf(`/proc/${pid}/fd/${fd}`));
  const sockets = open.filter((target) => target?.startsWith('socket:')).length;
  const files = open.filter((target) => target && !target.startsWith('socket:')).length;
  return { processes, sockets, files, rss };
}

/**
 * Once its programs have ended, or after `withinMs`: the least of what is seen in the following `lookMs`. A camera
 * that is just being looked for holds a socket for a moment.
 */
export async function atRest(pid: number, { withinMs, lookMs }: { withinMs: number; lookMs: number }) {
  const end = performance.now() + withinMs;
  while (usageOf(pid).processes > 1 && performance.now() < end) await sleep(LOOK_MS);
  const least = holdingsOf(pid);
  for (const until = performance.now() + lookMs; performance.now() < until; await sleep(LOOK_MS)) {
    const now = holdingsOf(pid);
    for (const what of ['processes', 'sockets', 'files'] as const)
      least[what] = Math.min(least[what], now[what]);
  }
  return least;
}

/** undefined: closed between the listing and the look. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
