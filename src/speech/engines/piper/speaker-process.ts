import { type ChildProcess, spawn as systemSpawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { FromChild, ToChild } from './protocol.ts';

export type SpeakLine = Omit<Exclude<ToChild, { cancel: number }>, 'id'>;
export type Refusal = Extract<FromChild, { ok: false }>;

/** Why a sentence was not spoken. */
export class SpeakerError extends Error {
  override readonly name = 'SpeakerError';
  readonly kind: Refusal['kind'] | 'crashed' | 'timeout' | 'start';

  constructor(kind: SpeakerError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface SpeakerProcessOptions {
  /** Program and its arguments. */
  command: readonly [program: string, ...args: string[]];
  spawn?: typeof systemSpawn | undefined;
  /** Without work for so long it is ended, and its memory given back. */
  idleMs: number;
}

/** The child program that speaks: started when there is something to say, again after a crash, ended when idle. */
export interface SpeakerProcess {
  /** Resolves when the WAV file is written. Throws SpeakerError or the abort reason. */
  speak(line: SpeakLine, timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Starts it if need be; the version of what it speaks with. */
  version(timeoutMs: number): Promise<string>;
  /** Ends it; it is gone when this resolves. */
  close(): Promise<void>;
}

const STDERR_KEPT = 2_000;

interface Running {
  child: ChildProcess;
  ready: Promise<string>;
  pending: Map<number, { settle: (error?: SpeakerError) => void; loads: boolean }>;
  gone: Promise<void>;
}

export function createSpeakerProcess(options: SpeakerProcessOptions): SpeakerProcess {
  const { command, spawn = systemSpawn, idleMs } = options;
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;

  function start(): Running {
    if (closed) throw new SpeakerError('start', 'the station is closing');
    const [program, ...args] = command;
    // It is given no more of the environment than it needs.
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8' };
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    const ready = Promise.withResolvers<string>();
    const gone = Promise.withResolvers<void>();
    ready.promise.catch(() => {});
    const pending: Running['pending'] = new Map();
    const mine: Running = { child, ready: ready.promise, pending, gone: gone.promise };
    let stderr = '';
    const end = (error: SpeakerError) => {
      if (running === mine) running = undefined;
      ready.reject(error);
      for (const { settle, loads } of pending.values())
        settle(loads && error.kind === 'crashed' ? new SpeakerError('model', error.message) : error);
      pending.clear();
      gone.resolve();
    };
    child.once('error', (error) => end(new SpeakerError('start', error.message)));
    child.once('close', (code, killedBy) =>
      end(new SpeakerError('crashed', `ended with ${code ?? killedBy}: ${stderr.trim()}`)),
    );
    child.stdin?.on('error', () => {});
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
    });
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const answer = answerIn(line);
        if (answer === undefined) return;
        if ('ready' in answer) return ready.resolve(answer.version);
        const waiting = pending.get(answer.id);
        if ('loading' in answer) {
          if (waiting) waiting.loads = true;
          return;
        }
        pending.delete(answer.id);
        waiting?.settle(answer.ok ? undefined : new SpeakerError(answer.kind, answer.reason));
        if (pending.size === 0) restIn(mine);
      });
    return mine;
  }

  function restIn(mine: Running): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (running === mine && mine.pending.size === 0) void stop(mine);
    }, idleMs);
    idle.unref();
  }

  async function stop(mine: Running): Promise<void> {
    if (running === mine) running = undefined;
    mine.child.kill('SIGKILL');
    await mine.gone;
  }

  return {
    async speak(line, timeoutMs, signal) {
      signal.throwIfAborted();
      clearTimeout(idle);
      running ??= start();
      const mine = running;
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let isLate = false;
      const settle = (error?: SpeakerError) => {
        // It wrote the file after all, for nobody.
        if (isLate && !error) void rm(line.path, { force: true }).catch(() => {});
        return error ? reject(error) : resolve();
      };
      mine.pending.set(id, { settle, loads: false });
      const send = (message: ToChild) => mine.child.stdin?.write(`${JSON.stringify(message)}\n`);
      const leave = () => {
        isLate = true;
        send({ cancel: id });
        reject(signal.reason);
      };
      // It may hang inside the library, where no line reaches it.
      const timer = setTimeout(() => {
        reject(new SpeakerError('timeout', `no answer in ${timeoutMs} ms`));
        void stop(mine);
      }, timeoutMs);
      signal.addEventListener('abort', leave, { once: true });
      try {
        send({ ...line, id });
        await promise;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
      }
    },
    async version(timeoutMs) {
      running ??= start();
      const mine = running;
      if (mine.pending.size === 0) restIn(mine);
      const timer = setTimeout(() => void stop(mine), timeoutMs);
      return mine.ready.finally(() => clearTimeout(timer));
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      if (running) await stop(running);
    },
  };
}

/** What a library prints on the way is no answer. */
function answerIn(line: string): FromChild | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as FromChild) : undefined;
  } catch {
    return undefined;
  }
}
