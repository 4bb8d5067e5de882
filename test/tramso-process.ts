import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Test } from 'tap';

const CLI = join(import.meta.dirname, '../src/cli.ts');

/** `tramso` as a process of its own. */
export interface Process {
  child: ChildProcessWithoutNullStreams;
  /** Everything it has printed so far. */
  out(): string;
  err(): string;
  /** Resolves once it has printed this; rejects when it ends before. */
  says(what: string | RegExp): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

export function tramso(
  t: Test,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  input: string | Buffer = '',
): Process {
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH: process.env.PATH, ...env } });
  child.stdin.end(input);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  t.teardown(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    out: () => out,
    err: () => err,
    async says(what) {
      while (!(typeof what === 'string' ? out.includes(what) : what.test(out))) {
        const over = await Promise.race([
          once(child.stdout, 'data').then(() => false),
          ended.then(() => true),
        ]);
        if (over) throw new Error(`it ended without saying ${what}:\n${out}\n${err}`);
      }
    },
    ended,
  };
}
