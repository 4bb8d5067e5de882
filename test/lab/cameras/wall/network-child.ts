import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Opening, Order } from './network-process.ts';

const PROCESS = join(import.meta.dirname, 'network-process.ts');
const ENDS_WITHIN_MS = 5_000;

/** The process of one network, seen from outside: orders go in and are answered one after the other. */
export class NetworkChild {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = [];

  /** In that namespace; in this process's own without one. */
  constructor(namespace: string | undefined) {
    const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
    const [program = process.execPath, ...args] = [...inside, process.execPath, PROCESS];
    // A group of its own: Ctrl+C in the terminal is for the parent, which ends it in order.
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    const { stdin, stdout } = this.#child;
    stdin?.on('error', () => {});
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.#heard(line));
    this.#child.once('error', (error) => this.#ended(error));
    this.#child.once('exit', () => this.#ended(new Error('the cameras of a network have ended')));
  }

  /** Rejects with what went wrong there. */
  tell(order: Opening | Order): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    });
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin?.end();
    const timeout = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(timeout);
  }

  #heard(line: string): void {
    const { error } = JSON.parse(line) as { error: string | null };
    const waiting = this.#waiting.shift();
    if (error === null) waiting?.resolve();
    else waiting?.reject(new Error(error));
  }

  #ended(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
