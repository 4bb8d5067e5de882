import { type ChildProcess, spawn as systemSpawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

const STDERR_KEPT = 8_192;

export interface MediaChildOptions {
  program: string;
  args: readonly string[];
  spawn?: typeof systemSpawn | undefined;
  /** Further pipes from the program, as fd 3, 4 … */
  pipes?: number;
}

/** How a program ended; `missing` where it could not be started. */
export interface MediaExit {
  code: number | null;
  missing: boolean;
}

/** One ffmpeg that runs until it is killed or its input ends. */
export interface MediaChild {
  stdin: Writable;
  stdout: Readable;
  /** fd 3, 4 … */
  pipes: Readable[];
  /** The last 8 KB that it said, without any address: some makers have the password in the path. */
  stderr(): string;
  /** Settles once it has exited and its pipes are closed; never rejects. */
  ended: Promise<MediaExit>;
  /** Ends it and whatever it has started, at once. */
  kill(): void;
}

/**
 * Starts a program in a process group of its own, so that it can be ended together with its children, and so that the
 * Ctrl+C of a terminal reaches only the station, which ends its programs in order. If the station is killed, the next
 * write to the closed pipe ends it.
 */
export function startMediaChild(options: MediaChildOptions): MediaChild {
  const { program, args, spawn = systemSpawn, pipes = 0 } = options;
  const stdio = new Array<'pipe'>(3 + pipes).fill('pipe');
  const child = spawn(program, args, { stdio, detached: true, windowsHide: true }) as ChildProcess;
  let said = '';
  let over = false;
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-STDERR_KEPT);
  });
  // A program that has gone is known by its exit, not by EPIPE.
  for (const stream of child.stdio) stream?.on('error', () => {});
  const ended = new Promise<MediaExit>((resolve) => {
    child.once('error', () => {
      over = true;
      resolve({ code: null, missing: child.pid === undefined });
    });
    child.once('exit', () => {
      over = true;
    });
    child.once('close', (code) => resolve({ code, missing: false }));
  });
  return {
    stdin: child.stdin as Writable,
    stdout: child.stdout as Readable,
    pipes: child.stdio.slice(3) as Readable[],
    stderr: () => said.replace(/:\/\/\S*/g, '://***'),
    ended,
    kill() {
      if (!over && child.pid !== undefined) killGroup(child);
      for (const stream of child.stdio) stream?.destroy();
    },
  };
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL');
  } catch {
    // It has just gone, or leads no group: then it is alone.
    child.kill('SIGKILL');
  }
}
