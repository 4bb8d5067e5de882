import type { Test } from 'tap';
import { runApart } from '../apart.ts';

/**
 * Runs a module on a small disk of its own (a tmpfs at `argv[1]`), in a mount namespace, so that the disk goes with
 * the process whatever happens. Returns what it printed, as JSON; undefined where this machine lets nobody mount.
 */
export function onSmallDisk<T>(t: Test, size: string, module: string): Promise<T | undefined> {
  return runApart(t, {
    namespace: '--mount',
    shell: `mount -t tmpfs -o size=${size} tmpfs "$1" || exit 77; exec "$0" --input-type=module -e "$2" "$1"`,
    args: [t.testdir(), module],
    needs: 'mount a tmpfs',
  });
}
