import { type ChildProcess, spawn as systemSpawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hideUserinfo } from './userinfo.ts';

const STDERR_KEPT = 65_536;
const STDOUT_KEPT = 1_048_576;

export interface ProgramOptions {
  /** After this many milliseconds the program is killed. */
  timeoutMs: number;
  /** Aborting kills the program; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Text for its standard input; without it there is none. */
  stdin?: string;
  /** File that takes its standard output; without it the output is collected as text (the last 1 MB). */
  stdoutPath?: string;
  spawn?: typeof systemSpawn | undefined;
}

export interface ProgramResult {
  stdout: string;
  /** The last 64 KB. */
  stderr: string;
}

/** Why a program did not do its work. Userinfo of addresses is hidden in all of its texts. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly kind: 'missing' | 'timeout' | 'failed';
  readonly stderr: string;

  constructor(kind: ProgramError['kind'], message: string, stderr: string, cause?: unknown) {
    super(hideUserinfo(message), { cause });
    this.kind = kind;
    this.stderr = hideUserinfo(stderr);
  }
}

/**
 * Runs one program to its end. Resolves when it exits with 0; rejects with ProgramError, with the abort reason,
 * or with the error of writing `stdoutPath`. When it settles the program is gone and its pipes are closed.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const { signal, timeoutMs, stdin, stdoutPath, spawn = systemSpawn } = options;
  signal?.throwIfAborted();
  const child = start();
  const stderr = collect(child.stderr, STDERR_KEPT);
  const stdout = stdoutPath === undefined ? collect(child.stdout, STDOUT_KEPT) : () => '';
  let stopped: unknown;

  function stop(reason: unknown): void {
    stopped ??= reason;
    child.kill('SIGKILL');
    // A child of the child may still hold the pipes: they are not waited for.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
  const onAbort = () => stop(signal?.reason);
  const timer = setTimeout(
    () => stop(new ProgramError('timeout', `${program} was still running after ${timeoutMs} ms`, stderr())),
    timeoutMs,
  );
  signal?.addEventListener('abort', onAbort, { once: true });
  // A program that exits without reading its input is judged by its exit code, not by EPIPE.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);

  try {
    const saved =
      stdoutPath === undefined || !child.stdout ? undefined : save(child.stdout, stdoutPath).catch(stop);
    const exit = await ended(child);
    await saved;
    if (stopped !== undefined) throw stopped;
    if (exit !== 0) throw new ProgramError('failed', `${program} ended with ${exit}`, stderr());
    return { stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }

  function start(): ChildProcess {
    try {
      return spawn(program, args, {
        stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
    } catch (error) {
      throw new ProgramError('failed', `${program} could not be started`, '', error);
    }
  }

  function ended(running: ChildProcess): Promise<number | string | null> {
    return new Promise((resolve, reject) => {
      running.once('error', (error: NodeJS.ErrnoException) => {
        const kind = error.code === 'ENOENT' || error.code === 'EACCES' ? 'missing' : 'failed';
        reject(new ProgramError(kind, `${program} could not be started (${error.code})`, '', error));
      });
      running.once('close', (code, killedBy) => resolve(code ?? killedBy));
    });
  }
}

async function save(stream: Readable, path: string): Promise<void> {
  await pipeline(stream, createWriteStream(path));
}

/** Keeps the end of a stream as text; the function returned gives what there is so far. */
function collect(stream: Readable | null, limit: number): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    text = (text + chunk).slice(-limit);
  });
  stream?.on('error', () => {});
  return () => text;
}
