import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveClient } from '../lab/cameras/live-client.ts';
import { until, withAccount } from './camera-streams.ts';
import type { Village } from './village.ts';
import { weigh } from './weight.ts';

/** Shares of one core, %, side by side over the same time. */
export interface ViewerCosts {
  /** Its whole process tree, with all that it does anyway. */
  station: number;
  bare: number;
  /** node-rtsp-stream as its README has it: every picture decoded and encoded. */
  nodeRtspStream: number;
}

/** What is compiled with the first pictures is compiled by then. */
const SETTLE_MS = 20_000;
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
  { id, url, ms }: { id: string; url: string; ms: number },
): Promise<ViewerCosts> {
  const address = withAccount(url);
  const reader = ['-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', address];
  const running: ChildProcess[] = [];
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
    await sleep(SETTLE_MS);
    const [own, copied, encoded] = (await weigh([station.pid, bare, mpeg1], ms)).map(({ cpu }) => cpu);
    return {
      station: own ?? Number.NaN,
      bare: copied ?? Number.NaN,
      nodeRtspStream: encoded ?? Number.NaN,
    };
  } finally {
    await viewer.close();
    await Promise.all(running.map(end));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
