import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';

/**
 * Runs a module on a small disk of its own (a tmpfs at `argv[1]`), in a mount namespace, so that the disk goes with
 * the process whatever happens. Returns what it printed, as JSON; undefined where this machine lets nobody mount.
 */
export async function onSmallDisk<T>(t: Test, size: string, module: string): Promise<T | undefined> {
  const mount = `mount -t tmpfs -o size=${size} tmpfs "$1" || exit 77; exec "$0" --input-type=module -e "$2" "$1"`;
  const args = ['--mount', '/bin/sh', '-c', mount, process.execPath, t.testdir(), module];
  const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close').catch(() => [77]);
  if (code === 77 || /unshare.*not permitted/i.test(err)) {
    t.comment('not run: this needs the right to mount a tmpfs');
    return undefined;
  }
  if (code !== 0) throw new Error(`it ended with ${code}\n${out}\n${err}`);
  return JSON.parse(out) as T;
}
