import { readdirSync, readFileSync } from 'node:fs';

/** Programs that this process has started, and has not seen the end of: their command lines by pid. */
export function children(): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (parent === process.pid)
        found.set(pid, readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
    } catch {
      // It has just ended.
    }
  }
  return found;
}

/** The command lines of ffmpeg among them. */
export function ffmpegs(): [pid: number, command: string][] {
  return [...children()].filter(([, command]) => /^\S*ffmpeg /.test(command));
}
