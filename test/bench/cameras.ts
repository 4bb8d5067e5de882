#!/usr/bin/env node
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LiveClient } from '../lab/cameras/live-client.ts';
import { addCameras, type LabCameras, MAIN, until } from './camera-streams.ts';
import { timeLive } from './live-latency.ts';
import { costOfOneViewer } from './one-viewer.ts';
import { createReporter } from './report.ts';
import { median, p99 } from './statistics.ts';
import { settle, type Village } from './village.ts';

/** Camera: what it costs to watch, and how close to life that is. Streams: 1080p25, 4,000 kbit/s, a key frame a second. */
const VIEWED_MS = 60_000;
const WATCHED_MS = 30_000;
const ROUNDS = 8;
const LOOKS = 15;
/** A stream goes on for ten seconds after its last viewer. */
const PAUSE_MS = 11_000;

const PARTS: Record<string, { cameras: number; measure(village: Village, lab: LabCameras): Promise<void> }> =
  {
    viewer: { cameras: 1, measure: viewer },
    live: { cameras: 1, measure: live },
    wall: { cameras: 16, measure: wall },
  };

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const chosen = values.only?.split(',') ?? Object.keys(PARTS);
const unknown = chosen.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`--only: “${unknown}” is none of ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
const report = createReporter({ json: values.json });
for (const name of chosen) {
  const part = PARTS[name];
  if (!part) continue;
  report.note(`${name}: load average ${loadavg()[0]?.toFixed(1)} before it`);
  const village = await settle(0);
  try {
    const lab = await addCameras(village.api, part.cameras, MAIN);
    try {
      await part.measure(village, lab);
    } finally {
      await lab.end();
    }
  } finally {
    await village.end();
  }
}
process.exitCode = report.end();

async function viewer(village: Village, { ids, urls }: LabCameras): Promise<void> {
  const [id = '', url = ''] = [ids[0], urls[0]];
  const { station, bare, nodeRtspStream } = await costOfOneViewer(village, { id, url, ms: VIEWED_MS });
  report.figure({
    name: 'CPU of one viewer, 1080p25 H.264 and AAC at 4,000 kbit/s, whole process tree',
    value: station / bare,
    unit: '×',
    against: `a bare ffmpeg -c copy to fMP4, side by side for ${VIEWED_MS / 1_000} s: ${percent(station)} and ${percent(bare)} of a core; node-rtsp-stream's own path ${percent(nodeRtspStream)}`,
    limit: 1.3,
    goal: 1.15,
  });
}

async function live(village: Village, { ids }: LabCameras): Promise<void> {
  const options = { id: ids[0] ?? '', fps: 25, rounds: ROUNDS, looks: LOOKS, pauseMs: PAUSE_MS };
  const { firstPictures, latencies } = await timeLive(village, options);
  const seconds = (ms: number) => ms / 1_000;
  report.figure({
    name: 'first picture in Chromium, median',
    value: seconds(median(firstPictures)),
    unit: 's',
    against: `the opening of the socket, ${ROUNDS} times with nobody else watching; the worst ${seconds(Math.max(...firstPictures)).toFixed(2)} s`,
    limit: 2,
    goal: 1,
  });
  report.figure({
    name: 'latency in Chromium, median',
    value: seconds(median(latencies)),
    unit: 's',
    against: `the burned-in clock, ${latencies.length} looks; p99 ${seconds(p99(latencies)).toFixed(2)} s`,
    limit: 1,
    goal: 0.6,
  });
}

async function wall(village: Village, { ids }: LabCameras): Promise<void> {
  const { station, api } = village;
  const viewers = ids.map(
    (id) => new LiveClient({ origin: station.url, cookie: api.cookie, query: `camera=${id}&stream=main` }),
  );
  await until('all sixteen are seen', () => viewers.every(({ fragments }) => fragments > 0));
  const before = viewers.map(({ fragments }) => fragments);
  await sleep(WATCHED_MS);
  const came = viewers.map(({ fragments }, i) => fragments - (before[i] ?? 0));
  const broken = viewers.filter(({ begun, lost, skippedMs }) => begun !== 1 || lost > 0 || skippedMs > 0);
  // Five fragments a second, and one more where a key frame cuts.
  const short = came.filter((count) => count < (WATCHED_MS / 1_000) * 4.5);
  report.figure({
    name: 'live streams of 16 that broke, skipped or fell behind',
    value: new Set([...broken, ...short]).size,
    unit: 'streams',
    against: `${WATCHED_MS / 1_000} s of ${ids.length} streams of 4,000 kbit/s; first fragment of the last after ${Math.max(...viewers.map(({ firstFragmentMs = Number.NaN }) => firstFragmentMs)).toFixed(0)} ms`,
    limit: 0,
    goal: 0,
  });
  await Promise.all(viewers.map((one) => one.close()));
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}
