import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveClient } from '../lab/cameras/live-client.ts';
import { until, withAccount } from './camera-streams.ts';
import { endProcess } from './end-process.ts';
import { startPeers, type ViewerPeer } from './viewer-peers.ts';
import type { Village } from './village.ts';
import { weigh } from './weight.ts';

/** Shares of one core, %, side by side over the same time. */
export interface ViewerCosts {
  /** Its whole process tree, with all that it does anyway. */
  station: number;
  bare: number;
  /** node-rtsp-stream as its README has it: every picture decoded and encoded. */
  nodeRtspStream: number;
  /** Other servers that are on the PATH, by name. */
  peers: Record<string, number>;
}

export interface ViewerOptions {
  id: string;
  /** Without the account. */
  url: string;
  ms: number;
  note(text: string): void;
}

/** What starting has left is given back, and what is compiled with the first pictures compiled by then. */
const SETTLE_MS = 60_000;
/** As ours: fMP4, cut at key frames and every 200 ms. */
const MP4 = [
  '-movflags',
  'frag_keyframe+empty_moov+default_base_moof',
  '-frag_duration',
  '200000',
  '-f',
  'mp4',
];

/** One viewer of one camera at the station, beside programs that do nothing but the same. */
export async function costOfOneViewer(
  { api, station }: Village,
  { id, url, ms, note }: ViewerOptions,
): Promise<ViewerCosts> {
  const address = withAccount(url);
  const reader = ['-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', address];
  const running: ChildProcess[] = [];
  let peers: ViewerPeer[] = [];
  const run = (program: string, args: string[]) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    // Read, as ours is.
    child.stdout?.resume();
    running.push(child);
    return child.pid ?? 0;
  };
  const viewer = new LiveClient({
    origin: station.url,
    cookie: api.cookie,
    query: `camera=${id}&stream=main`,
  });
  try {
    const bare = run('ffmpeg', [...reader, '-c', 'copy', ...MP4, 'pipe:1']);
    const mpeg1 = run('ffmpeg', [...reader, '-f', 'mpegts', '-codec:v', 'mpeg1video', '-r', '30', '-']);
    await until('the viewer sees it', () => viewer.fragments > 0);
    peers = await startPeers(address, note);
    await sleep(SETTLE_MS);
    const pids = [station.pid, bare, mpeg1, ...peers.map(({ pid }) => pid)];
    const [own, copied, encoded, ...others] = (await weigh(pids, ms)).map(({ cpu }) => cpu);
    return {
      station: own ?? Number.NaN,
      bare: copied ?? Number.NaN,
      nodeRtspStream: encoded ?? Number.NaN,
      peers: Object.fromEntries(peers.map(({ name }, i) => [name, others[i] ?? Number.NaN])),
    };
  } finally {
    await viewer.close();
    await Promise.all(peers.map((peer) => peer.end()));
    await Promise.all(running.map(endProcess));
  }
}
