import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';

/**
 * Runs a module in a network of its own with nothing but a loopback interface, whose addresses it may change: `ip` is at
 * hand. Returns what it printed, as JSON; undefined where this machine lets nobody have one.
 */
export async function inOwnNetwork<T>(t: Test, module: string): Promise<T | undefined> {
  const begin = 'ip link set lo up || exit 77; exec "$0" --input-type=module -e "$1" "$2"';
  const args = ['--net', '/bin/sh', '-c', begin, process.execPath, module, t.testdir()];
  const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
    t.comment('not run: this needs the right to make a network');
    return undefined;
  }
  if (code !== 0) throw new Error(`it ended with ${code}\n${out}\n${err}`);
  return JSON.parse(out) as T;
}
