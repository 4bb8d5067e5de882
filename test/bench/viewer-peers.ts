import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePorts } from '../lab/station/free-ports.ts';
import { until } from './camera-streams.ts';
import { endProcess } from './end-process.ts';

/** Another server of camera streams, with one viewer. */
export interface ViewerPeer {
  name: string;
  pid: number;
  end(): Promise<void>;
}

interface Recipe {
  /** Of the command line, with the file of its settings. */
  args(file: string): string[];
  config(address: string, port: number): object;
  /** Watches it and calls `heard` with the bytes that came, until the signal. */
  watch(port: number, heard: (bytes: number) => void, signal: AbortSignal): void;
}

const HOST = '127.0.0.1';
const SEEN_WITHIN_MS = 20_000;
const TRY_EVERY_MS = 3_000;

/** Each with what it does not need for this switched off. JSON is YAML. */
const RECIPES: Record<string, Recipe> = {
  /** Fragmented MP4 over HTTP, as its own players take it. */
  go2rtc: {
    args: (file) => ['-config', file],
    config: (address, port) => ({
      api: { listen: `${HOST}:${port}` },
      rtsp: { listen: '' },
      webrtc: { listen: '' },
      streams: { camera: address },
    }),
    watch: (port, heard, signal) =>
      void readHttp(`http://${HOST}:${port}/api/stream.mp4?src=camera`, heard, signal),
  },
  /** RTSP in, RTSP out: it makes no MP4 for a live viewer, only for HLS. */
  mediamtx: {
    args: (file) => [file],
    config: (address, port) => ({
      rtspAddress: `${HOST}:${port}`,
      rtspTransports: ['tcp'],
      ...{ rtmp: false, hls: false, webrtc: false, srt: false },
      paths: { camera: { source: address, rtspTransport: 'tcp' } },
    }),
    watch(port, heard, signal) {
      const input = ['-rtsp_transport', 'tcp', '-i', `rtsp://${HOST}:${port}/camera`];
      const args = ['-nostdin', '-loglevel', 'error', ...input, '-c', 'copy', '-f', 'mpegts', 'pipe:1'];
      const reader = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'], signal });
      reader.on('error', () => {});
      reader.stdout?.on('data', (chunk: Buffer) => heard(chunk.length));
    },
  },
};

/** Those of them that are on the PATH, each seen to deliver; `note` is told of one that is there and does not. */
export async function startPeers(address: string, note: (text: string) => void): Promise<ViewerPeer[]> {
  const peers: ViewerPeer[] = [];
  for (const [name, recipe] of Object.entries(RECIPES)) {
    if (!isOnPath(name)) {
      note(`${name} is not on the PATH`);
      continue;
    }
    try {
      peers.push(await startPeer(name, recipe, address));
    } catch (error) {
      note(`${name} could not be measured: ${(error as Error).message}`);
    }
  }
  return peers;
}

async function startPeer(name: string, recipe: Recipe, address: string): Promise<ViewerPeer> {
  const dir = mkdtempSync(join(tmpdir(), `tramso-bench-${name}-`));
  const port = await freePorts();
  const file = join(dir, `${name}.yml`);
  writeFileSync(file, JSON.stringify(recipe.config(address, port)), { mode: 0o600 });
  const child = spawn(name, recipe.args(file), { cwd: dir, stdio: 'ignore' });
  child.on('error', () => {});
  let watching = new AbortController();
  let triedAt = performance.now();
  let bytes = 0;
  const end = async () => {
    watching.abort();
    await endProcess(child);
    rmSync(dir, { recursive: true, force: true });
  };
  const delivers = () => {
    // Nobody says when it listens, and has the camera.
    if (bytes > 0 || performance.now() - triedAt < TRY_EVERY_MS) return bytes > 0;
    watching.abort();
    watching = new AbortController();
    triedAt = performance.now();
    const heard = (more: number) => {
      bytes += more;
    };
    recipe.watch(port, heard, watching.signal);
    return false;
  };
  try {
    await until('it delivers', delivers, SEEN_WITHIN_MS);
  } catch (error) {
    await end();
    throw error;
  }
  return { name, pid: child.pid ?? 0, end };
}

async function readHttp(url: string, heard: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  try {
    const { ok, body } = await fetch(url, { signal });
    if (ok && body) for await (const chunk of body) heard(chunk.length);
  } catch {
    // It does not listen yet, or this is the end.
  }
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
