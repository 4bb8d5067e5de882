#!/usr/bin/env node
import { setTimeout as sleep } from 'node:timers/promises';
import { Wall } from '../lab/cameras/wall/wall.ts';
import { adoptAll, findAll, visitedSince } from './camera-search.ts';
import { addCameras, type LabCameras, MAIN } from './camera-streams.ts';
import { watchAndRecord } from './camera-wall.ts';
import { timeLive } from './live-latency.ts';
import { costOfOneViewer } from './one-viewer.ts';
import { askedParts, type Part } from './parts.ts';
import { median, p99 } from './statistics.ts';
import type { Village } from './village.ts';
import { weigh } from './weight.ts';

/**
 * Camera: what it costs to watch, to record and to look after them, how close to life a picture is, and how soon they
 * are found. Streams that are watched: 1080p25, 4,000 kbit/s, a key frame a second. Those of the 64 that are only
 * looked after: 720p25 of 2,000 and 352x288 of 256 kbit/s.
 */
const VIEWED_MS = 60_000;
const ROUNDS = 8;
const LOOKS = 15;
/** A stream goes on for ten seconds after its last viewer. */
const PAUSE_MS = 11_000;
/** Longer than a segment: each recording goes over from one file to the next. */
const WALL_MS = 75_000;
const CAMERAS = 64;
const INTERFACES = 2;
const SEARCHES = 3;
/** After a start, until each has been looked for and what was compiled for it lies still. */
const SETTLE_MS = 60_000;
/** A third of the time in which each is visited once. */
const WATCHED_MS = 200_000;
/** Of memory and of a second. */
const MB_IN_MIB = 1.048576;
const SECOND_MS = 1_000;

const PARTS: Record<string, Part> = {
  viewer: { speakers: 0, measure: (village) => onStreams(village, 1, viewer) },
  live: { speakers: 0, measure: (village) => onStreams(village, 1, live) },
  wall: { speakers: 0, measure: (village) => onStreams(village, 16, wall) },
  search: { speakers: 0, measure: (village) => onWall((cameras) => search(village, cameras)) },
  watched: { speakers: 0, measure: (village) => onWall((cameras) => watched(village, cameras)) },
};

const { report, run } = askedParts(PARTS);
await run();

async function onStreams(
  village: Village,
  count: number,
  measure: (village: Village, lab: LabCameras) => Promise<void>,
): Promise<void> {
  const lab = await addCameras(village.api, count, MAIN);
  try {
    await measure(village, lab);
  } finally {
    await lab.end();
  }
}

async function onWall(measure: (cameras: Wall) => Promise<void>): Promise<void> {
  const cameras = await Wall.start({ cameras: CAMERAS, interfaces: INTERFACES });
  if (!cameras.interfaces.every((name) => name !== 'lo'))
    report.note('no right to make networks: the cameras hang on loopback');
  try {
    await measure(cameras);
  } finally {
    await cameras.stop();
  }
}

async function viewer(village: Village, { ids, urls }: LabCameras): Promise<void> {
  const [id = '', url = ''] = [ids[0], urls[0]];
  const options = { id, url, ms: VIEWED_MS, note: report.note };
  const { station, bare, nodeRtspStream, peers } = await costOfOneViewer(village, options);
  const others = Object.entries({ "node-rtsp-stream's own path": nodeRtspStream, ...peers });
  report.figure({
    name: 'CPU of one viewer, 1080p25 H.264 and AAC at 4,000 kbit/s, whole process tree',
    value: station / bare,
    unit: '×',
    against: `a bare ffmpeg -c copy to fMP4, side by side for ${VIEWED_MS / SECOND_MS} s: ${percent(station)} and ${percent(bare)} of a core; ${others.map(([name, cpu]) => `${name} ${percent(cpu)}`).join(', ')}`,
    limit: 1.3,
    goal: 1.15,
  });
}

async function live(village: Village, { ids }: LabCameras): Promise<void> {
  const options = { id: ids[0] ?? '', fps: 25, rounds: ROUNDS, looks: LOOKS, pauseMs: PAUSE_MS };
  const { firstPictures, latencies } = await timeLive(village, options);
  const seconds = (ms: number) => ms / SECOND_MS;
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
  const { brokenViews, brokenRecordings, segments, weight } = await watchAndRecord(village, ids, WALL_MS);
  const at = `${ids.length} streams of 4,000 kbit/s, watched (one in Chromium) and recorded at once for ${WALL_MS / SECOND_MS} s`;
  const none = { unit: 'streams', limit: 0, goal: 0 };
  report.figure({
    ...none,
    name: 'live streams that broke, skipped, missed a fragment or fell behind',
    value: brokenViews,
    against: `${at}; the station and its programs took ${percent(weight.cpu)} of a core, itself at most ${weight.mostOwnRss.toFixed(0)} MiB`,
  });
  report.figure({
    ...none,
    name: 'recordings with a gap or a missing fragment',
    value: brokenRecordings,
    against: `${at}, in ${segments} files`,
  });
}

async function search({ api }: Village, cameras: Wall): Promise<void> {
  const found = [];
  for (let i = 0; i < SEARCHES; i++) found.push(await findAll(api, cameras));
  const worst = (times: number[]) => times.reduce((most, time) => (time > most ? time : most), 0) / SECOND_MS;
  const missing = Math.max(...found.map(({ candidates }) => CAMERAS - candidates.length));
  report.figure({
    name: `${CAMERAS} cameras on ${INTERFACES} interfaces found, the worst`,
    value: missing > 0 ? Number.NaN : worst(found.map(({ endedMs }) => endedMs)),
    unit: 's',
    against: `the button, ${SEARCHES} searches to their end; at most ${missing} missing, the last was there after ${worst(found.map(({ lastMs }) => lastMs)).toFixed(2)} s`,
    limit: 6,
    goal: 6,
  });
}

async function watched({ api, station }: Village, cameras: Wall): Promise<void> {
  await adoptAll(api, (await findAll(api, cameras)).candidates);
  // As a box that has known them for long: visits are spread out, and nothing is left of the adding.
  await station.stop();
  await station.start();
  await sleep(SETTLE_MS);
  const from = Date.now();
  const [weight] = await weigh([station.pid], WATCHED_MS);
  const visited = await visitedSince(api, from);
  const against = `${CAMERAS} cameras looked after and listened to, nobody watching, over ${WATCHED_MS / SECOND_MS} s; ${visited} of them were visited meanwhile`;
  report.figure({
    name: `idle CPU with ${CAMERAS} cameras, whole process tree`,
    value: weight?.cpu ?? Number.NaN,
    unit: '%',
    against: `one core; ${against}`,
    limit: 5,
    goal: 5,
  });
  report.figure({
    name: `the station's own RSS with ${CAMERAS} cameras, the most`,
    value: (weight?.mostOwnRss ?? Number.NaN) * MB_IN_MIB,
    unit: 'MB',
    against,
    limit: 200,
    goal: 200,
  });
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}
