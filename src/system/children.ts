import { type ChildProcess, spawn } from 'node:child_process';

export interface Children {
  /** `child_process.spawn` that remembers what it started. */
  spawn: typeof spawn;
  /** Ends at once whatever is still running: the last thing a dying station does. */
  kill(): void;
}

/** Keeps track of the station's child processes, so that none outlives it, however it ends. */
export function trackChildren(): Children {
  const running = new Set<ChildProcess>();
  const tracked = (...args: Parameters<typeof spawn>) => {
    const child = spawn(...args);
    running.add(child);
    const forget = () => running.delete(child);
    child.once('exit', forget).once('error', forget);
    return child;
  };
  return {
    spawn: tracked as typeof spawn,
    kill() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}
