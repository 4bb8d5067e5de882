#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFfmpeg } from '../../src/protocols/ffmpeg.ts';
import { readMeter } from '../../src/speech/loudness.ts';
import { createNormaliser } from '../../src/speech/normalise/index.ts';
import type { Speech } from '../../src/speech/offer.ts';
import { createSpeech } from '../../src/speech/speech.ts';
import { renderByHand, timed } from './by-hand.ts';
import { createReporter } from './report.ts';
import { median, percentile } from './statistics.ts';
import { BULLETINS } from './texts.ts';

/** Giọng đọc: how fast a text becomes words, words become sound, and how loud that is. */
const ROUNDS = 400;
const RENDERS = 12;
const MEASURED = 50;
const SHORT = 500;
const LONG = 100_000;
const MEGABYTE = 1_000_000;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const report = createReporter({ json: values.json });
report.note(`load average ${loadavg()[0]?.toFixed(1)} before it`);

normaliser();
const dir = await mkdtemp(join(tmpdir(), 'tramso-bench-'));
const speech = createSpeech({ dir, programs: { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' } });
try {
  await speech.open();
  await render(speech);
  await loudness(speech);
} finally {
  await speech.close();
  await rm(dir, { recursive: true, force: true });
}
process.exitCode = report.end();

/** CPU time of this thread rather than the clock: another program on the machine takes none of it. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

function normaliser(): void {
  const normalise = createNormaliser();
  const bytes = BULLETINS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const once = () => {
    for (const text of BULLETINS) normalise(text);
  };
  for (let i = 0; i < 20; i++) once();
  const ms = cpuMs(() => {
    for (let i = 0; i < ROUNDS; i++) once();
  });
  report.figure({
    name: 'normaliser, CPU for 1 MB of bulletins',
    value: ms / 1_000 / ((bytes * ROUNDS) / MEGABYTE),
    unit: 's',
    against: `CPU time of one core; ${((bytes * ROUNDS) / MEGABYTE / (ms / 1_000)).toFixed(1)} MB/s over ${ROUNDS} rounds of ${BULLETINS.length} bulletins`,
    limit: 1,
    goal: 0.2,
  });
  const all = BULLETINS.join(' ');
  const times: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    const from = (i * 137) % (all.length - SHORT);
    const start = performance.now();
    normalise(all.slice(from, from + SHORT));
    times.push(performance.now() - start);
  }
  report.figure({
    name: `normaliser, ${SHORT} characters, p99`,
    value: percentile(times, 0.99),
    unit: 'ms',
    against: `the clock, ${times.length} texts; median ${median(times).toFixed(2)} ms`,
    limit: 5,
    goal: 5,
  });
  const text = `${all} `.repeat(Math.ceil(LONG / all.length)).slice(0, LONG);
  const perCharacter = (size: number) =>
    median(Array.from({ length: 9 }, () => cpuMs(() => normalise(text.slice(0, size))) / size));
  report.figure({
    name: `normaliser, ${LONG} characters in one line, CPU per character`,
    value: perCharacter(LONG) / perCharacter(LONG / 10),
    unit: '×',
    against: 'a tenth of the same line: 1 is linear',
    limit: 1.5,
    goal: 1.2,
  });
}

async function render(speech: Speech): Promise<void> {
  const station: number[] = [];
  const byHand: number[] = [];
  // The first round warms both up and does not count.
  for (let round = 0; round <= RENDERS; round++) {
    const text = `Bản tin số ${round + 100}. ${BULLETINS.slice(round).join(' ')}`.slice(0, 1_000);
    const [ours, { normalised }] = await timed(() =>
      speech.render({ text, chime: null, target: 'bulletin' }),
    );
    const [theirs] = await timed(() => renderByHand(dir, normalised));
    if (round === 0) continue;
    station.push(ours);
    byHand.push(theirs);
  }
  report.figure({
    name: 'approved text of 1,000 characters to airable MP3',
    value: median(station) / median(byHand),
    unit: '×',
    against: `espeak-ng and two ffmpeg passes by hand: medians ${median(station).toFixed(0)} and ${median(byHand).toFixed(0)} ms of ${RENDERS} rounds in turns`,
    limit: 1.3,
    goal: 1.1,
  });
}

async function loudness(speech: Speech): Promise<void> {
  const voices = await speech.voices();
  const off: number[] = [];
  const peaks: number[] = [];
  for (let i = 0; i < MEASURED; i++) {
    const text = BULLETINS[i % BULLETINS.length] ?? '';
    const request = {
      text: i < BULLETINS.length ? text : `${i}. ${text}`,
      voice: voices[i % voices.length]?.id,
      speed: [0.8, 1, 1.25][i % 3],
      chime: null,
    };
    const target = i % 5 === 4 ? 'emergency' : 'bulletin';
    const { path } = await speech.render({ ...request, target });
    const { integrated, truePeak } = await measure(path);
    off.push(Math.abs(integrated - (target === 'emergency' ? -14 : -16)));
    peaks.push(truePeak);
  }
  report.figure({
    name: `${MEASURED} mixed bulletins, worst distance from the target loudness`,
    value: Math.max(...off),
    unit: 'LU',
    against: 'EBU R128 of the finished files, dual mono',
    limit: 0.7,
    goal: 0.5,
  });
  report.figure({
    name: `${MEASURED} mixed bulletins, highest true peak`,
    value: Math.max(...peaks),
    unit: 'dBTP',
    against: 'EBU R128 of the finished files',
    limit: -1,
    goal: -1,
  });
}

async function measure(path: string): Promise<{ integrated: number; truePeak: number }> {
  const stderr = await runFfmpeg(
    (command) =>
      command
        .input(path)
        .audioFilters('apad=whole_dur=4,ebur128=peak=true:dualmono=true:framelog=verbose')
        .output('-')
        .format('null'),
    { program: 'ffmpeg', timeoutMs: 60_000 },
  );
  return readMeter(stderr) ?? { integrated: Number.NaN, truePeak: Number.NaN };
}
