import { readdirSync, readFileSync } from 'node:fs';

/** What a process and everything below it uses. */
export interface Usage {
  /** Resident memory, bytes; pages that two processes share count twice. */
  rss: number;
  /** Resident memory of the process itself, without what it has started, bytes. */
  ownRss: number;
  /** CPU time since the start of each, user and system, ms. */
  cpuMs: number;
  processes: number;
}

/** Linux tells CPU time in ticks of 1/100 s (USER_HZ), whatever the kernel was built with. */
const TICK_MS = 10;
const KIB = 1024;

/** Reads /proc; processes that end meanwhile are left out. */
export function usageOf(root: number): Usage {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? statOf(pid) : undefined;
    if (stat) parents.set(pid, stat.parent);
  }
  const usage: Usage = { rss: 0, ownRss: rssOf(root), cpuMs: 0, processes: 0 };
  for (const pid of parents.keys()) {
    if (!isBelow(pid, root, parents)) continue;
    const stat = statOf(pid);
    if (!stat) continue;
    usage.rss += rssOf(pid);
    usage.cpuMs += stat.cpuMs;
    usage.processes++;
  }
  return usage;
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at !== 0; at = parents.get(at)) {
    if (at === root) return true;
  }
  return false;
}

function statOf(pid: number): { parent: number; cpuMs: number } | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // proc(5): the name in brackets may hold spaces; after it come state, ppid … then, as fields 14 to 17, the ticks of
  // the process in user and system mode, and those of its children that have ended.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
  return { parent: fields[1] ?? 0, cpuMs: ticks * TICK_MS };
}

function rssOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kib ?? 0) * KIB;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
