import type { Test } from 'tap';
import { runApart } from '../apart.ts';

/**
 * Runs a module in a network of its own with nothing but a loopback interface, whose addresses it may change: `ip` is at
 * hand. Returns what it printed, as JSON; undefined where this machine lets nobody have one.
 */
export function inOwnNetwork<T>(t: Test, module: string): Promise<T | undefined> {
  return runApart(t, {
    namespace: '--net',
    shell: 'ip link set lo up || exit 77; exec "$0" --input-type=module -e "$1" "$2"',
    args: [module, t.testdir()],
    needs: 'make a network',
  });
}
