import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RtspHost, type RtspHostOptions } from './rtsp-host.ts';

const SERVER = join(import.meta.dirname, 'server.py');
/** Debian's own: another Python in the PATH does not see Debian's GStreamer. */
const PYTHON = '/usr/bin/python3';
const ANSWER_WITHIN_MS = 15_000;
const STDERR_KEPT = 4_096;
const STREAM_SPREAD_MS = 37;

export interface RtspLabOptions {
  /** Name of the network namespace that it runs in (`ip netns`, needs root); without one, this machine's own. */
  namespace?: string;
}

export type Ask = (request: { do: string; host: number; [field: string]: unknown }) => Promise<Reply>;

export interface Reply {
  port?: number;
  clients?: number;
  playing?: number;
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  timeout: NodeJS.Timeout;
}

/** Whether this machine has what the pictures need: Debian's gir1.2-gst-rtsp-server-1.0, python3-gi and plugins. */
export function rtspLabIsPossible(): boolean {
  const libraries = (arch: string) => `/usr/lib/${arch}-linux-gnu`;
  return (
    existsSync('/usr/lib/python3/dist-packages/gi') &&
    ['x86_64', 'aarch64'].some(
      (arch) =>
        existsSync(`${libraries(arch)}/girepository-1.0/GstRtspServer-1.0.typelib`) &&
        existsSync(`${libraries(arch)}/gstreamer-1.0/libgstrtp.so`),
    )
  );
}

/** One process with the RTSP side of any number of cameras. It ends with this one, however this one ends. */
export class RtspLab {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;
  #hosts = 0;
  #streams = 0;
  #stderr = '';

  private constructor({ namespace }: RtspLabOptions) {
    const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
    const [program = PYTHON, ...args] = [...inside, PYTHON, '-B', SERVER];
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.#child;
    stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk).slice(-STDERR_KEPT);
    });
    stdin?.on('error', () => {});
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.#heard(line));
    this.#child.once('error', (error) => this.#ended(error.message));
    this.#child.once('exit', (code, signal) => this.#ended(`the RTSP lab ended (${code ?? signal})`));
  }

  static async start(options: RtspLabOptions = {}): Promise<RtspLab> {
    if (!rtspLabIsPossible()) throw new Error('gir1.2-gst-rtsp-server-1.0 or python3-gi is not installed');
    return new RtspLab(options);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** A camera's address and port; port 0 takes a free one. */
  async host(options: RtspHostOptions = {}): Promise<RtspHost> {
    return RtspHost.open(
      ++this.#hosts,
      options,
      this.#ask,
      () => (++this.#streams * STREAM_SPREAD_MS) % 1000,
    );
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  readonly #ask: Ask = (request) =>
    new Promise((resolve, reject) => {
      const id = ++this.#requests;
      const timeout = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`the RTSP lab does not answer ${request.do}: ${this.#stderr}`));
      }, ANSWER_WITHIN_MS);
      this.#waiting.set(id, { resolve, reject, timeout });
      this.#child.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    });

  #heard(line: string): void {
    const { id, error, ...reply } = JSON.parse(line) as Reply & { id: number; error?: string };
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timeout);
    if (error === undefined) waiting.resolve(reply);
    else waiting.reject(new Error(error));
  }

  #ended(why: string): void {
    for (const { reject, timeout } of this.#waiting.values()) {
      clearTimeout(timeout);
      reject(new Error(`${why}: ${this.#stderr}`));
    }
    this.#waiting.clear();
  }
}
