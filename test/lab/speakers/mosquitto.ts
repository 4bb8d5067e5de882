import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as tcpConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MosquittoFiles {
  /** Lines of the password file. */
  passwords: string;
  /** Lines of the ACL file. */
  acl: string;
}

/** A real mosquitto on a free port of 127.0.0.1, set up as the README of the speakers slice says. */
export class Mosquitto {
  readonly port: number;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  static async start(files: MosquittoFiles): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));
    const mosquitto = new Mosquitto(await freePort(), folder);
    mosquitto.write(files);
    await mosquitto.up();
    return mosquitto;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** New password and ACL files; mosquitto reads them on SIGHUP. */
  write({ passwords, acl }: MosquittoFiles): void {
    const path = (name: string) => join(this.#folder, name);
    writeFileSync(path('passwords'), passwords, { mode: 0o600 });
    writeFileSync(path('acl'), acl, { mode: 0o600 });
    const lines = [
      `listener ${this.port} 127.0.0.1`,
      'allow_anonymous false',
      'use_username_as_clientid true',
      `password_file ${path('passwords')}`,
      `acl_file ${path('acl')}`,
      'persistence false',
      'user root',
      'log_type none',
    ];
    writeFileSync(path('mosquitto.conf'), `${lines.join('\n')}\n`);
    this.#child?.kill('SIGHUP');
  }

  async up(): Promise<void> {
    const child = spawn('/usr/sbin/mosquitto', ['-c', join(this.#folder, 'mosquitto.conf')], {
      stdio: 'ignore',
    });
    this.#child = child;
    for (let i = 0; i < 200; i++) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
      if (await answers(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('mosquitto does not answer');
  }

  async down(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tcpConnect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
