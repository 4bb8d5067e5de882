import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What one process may ask another, by the question's name. */
export type Questions = Record<string, { ask: unknown; answer: unknown }>;

interface Asked {
  id: number;
  name: string;
  ask: unknown;
}
interface Answered {
  id: number;
  answer?: unknown;
  error?: string;
}

/** Another process of the benchmark, so that its CPU and memory are its own. */
export class Peer<Q extends Questions> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #last = 0;

  /** @param module name of the file beside this one that calls `serve` */
  constructor(module: string, env: NodeJS.ProcessEnv = {}) {
    this.#child = fork(new URL(module, import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    this.#child.on('message', ({ id, answer, error }: Answered) => {
      const asked = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(error));
    });
    this.#child.once('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`${module} ended (${code ?? signal})`));
      this.#waiting.clear();
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the process could not be started');
    return this.#child.pid;
  }

  ask<N extends keyof Q & string>(name: N, ask: Q[N]['ask']): Promise<Q[N]['answer']> {
    const question: Asked = { id: ++this.#last, name, ask };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      this.#child.send(question);
    });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }
}

/** Answers the questions of the process that started this one, until that one lets go. */
export function serve<Q extends Questions>(
  answers: {
    [N in keyof Q]: (ask: Q[N]['ask']) => Promise<Q[N]['answer']> | Q[N]['answer'];
  },
): void {
  process.on('message', async ({ id, name, ask }: Asked) => {
    const reply = (answered: Answered) => process.send?.(answered);
    try {
      reply({ id, answer: await answers[name as keyof Q](ask) });
    } catch (error) {
      reply({ id, error: (error as Error).stack ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}

/** ms on the clock that all processes of a machine share (CLOCK_MONOTONIC). */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
