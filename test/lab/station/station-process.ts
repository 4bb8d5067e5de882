import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../../src/cli.ts');
const READY_WITHIN_MS = 20_000;

export interface StationProcessOptions {
  data: string;
  /** Base port; the station takes N … N+4. */
  port: number;
  env?: NodeJS.ProcessEnv;
}

/** The station as it really runs: a process of its own, which can be stopped, killed and started again. */
export class StationProcess {
  readonly url: string;
  readonly #options: StationProcessOptions;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(options: StationProcessOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the station is not running');
    return this.#child.pid;
  }

  /** All that it has printed since it was last started. */
  get output(): string {
    return this.#output;
  }

  /** The one-time code of the first run, as a person reads it from the screen. */
  get firstRunCode(): string {
    const code = /MÃ KHỞI TẠO[^:]*:\s+(\S+)/.exec(this.#output)?.[1];
    if (code === undefined) throw new Error(`no first-run code in:\n${this.#output}`);
    return code;
  }

  /** Resolves with the ms from the spawn until it answers that it is ready. */
  async start(): Promise<number> {
    const { data, port, env } = this.#options;
    const startedAt = performance.now();
    this.#output = '';
    const child = spawn(process.execPath, [CLI, 'start', '--data', data, '--port', String(port)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const timeout = setTimeout(() => fail('it was not ready in time'), READY_WITHIN_MS);
      const fail = (why: string) => {
        clearTimeout(timeout);
        reject(new Error(`${why}:\n${this.#output}`));
      };
      child.once('exit', (code, signal) => fail(`the station ended (${code ?? signal})`));
      const hear = (chunk: Buffer) => {
        this.#output += chunk;
        if (!this.#output.includes('Ctrl+C')) return;
        clearTimeout(timeout);
        resolve();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
    });
    await ready;
    return performance.now() - startedAt;
  }

  /** As `kill -9`, or a power cut seen from the program. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As `systemctl stop`; resolves with the ms it took. */
  async stop(): Promise<number> {
    const from = performance.now();
    await this.#end('SIGTERM');
    return performance.now() - from;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}
