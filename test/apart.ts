import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';

export interface Apart {
  /** Of unshare(1): which of the machine's parts are its own. */
  namespace: '--mount' | '--net';
  /** For /bin/sh: makes them ready and becomes Node; exit code 77 where this machine lets nobody do so. */
  shell: string;
  /** `$1`, `$2` …; `$0` is Node. */
  args: readonly string[];
  /** What it needs a right for, for the log. */
  needs: string;
}

/**
 * Runs a process apart from this machine, killed with the test at the latest. Returns what it printed, as JSON;
 * undefined where this machine lets nobody do that.
 */
export async function runApart<T>(t: Test, { namespace, shell, args, needs }: Apart): Promise<T | undefined> {
  const line = [namespace, '/bin/sh', '-c', shell, process.execPath, ...args];
  const child = spawn('unshare', line, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [code] = await once(child, 'close').catch(() => [77]);
  if (code === 77 || /unshare.*not permitted/i.test(err)) {
    t.comment(`not run: this needs the right to ${needs}`);
    return undefined;
  }
  if (code !== 0) throw new Error(`it ended with ${code}\n${out}\n${err}`);
  return JSON.parse(out) as T;
}
