#!/usr/bin/env node
import { type EmergencyTimes, timeEmbedded, timeExternal } from './emergency.ts';
import { measureSkew } from './loa-skew.ts';
import { askedParts, type Part } from './parts.ts';
import { timeReady } from './ready.ts';
import { timeRenders } from './render.ts';
import { measureStarts } from './starts.ts';
import { median, p99 } from './statistics.ts';
import type { Village } from './village.ts';
import { weigh, weighBesideBare } from './weight.ts';

/** Bản tin: from the button to the loudspeaker, and what the station costs while nothing happens. */
const SPEAKERS = 500;
const EMERGENCIES = 100;
const RENDERS = 15;
const RESTARTS = 5;
/** Long enough that a full garbage collection, which comes once in some minutes, makes no figure of its own. */
const WEIGHED_MS = 180_000;
const IDLE_MS = 40_000;

const PARTS: Record<string, Part> = {
  ready: { speakers: 0, measure: ready },
  idle: { speakers: 0, measure: idle },
  render: { speakers: 0, measure: render },
  starts: { speakers: 0, measure: starts },
  skew: { speakers: 0, measure: skew },
  weight: { speakers: SPEAKERS, measure: weight },
  emergency: { speakers: SPEAKERS, measure: embedded },
  external: { speakers: SPEAKERS, measure: external },
};

const { report, run } = askedParts(PARTS);
await run();

async function ready(): Promise<void> {
  const { first, later } = await timeReady(RESTARTS);
  report.figure({
    name: 'ready',
    value: median(later),
    unit: 's',
    against: `the clock: process start to /readyz, median of ${later.length}; the first start took ${first.toFixed(2)} s`,
    limit: 1.5,
    goal: 1.5,
  });
}

async function idle({ station }: Village): Promise<void> {
  const [weight] = await weigh([station.pid], IDLE_MS);
  report.figure({
    name: 'idle CPU without speakers',
    value: weight?.cpu ?? Number.NaN,
    unit: '%',
    against: `one core over ${IDLE_MS / 1_000} s, whole process tree`,
    limit: 1,
    goal: 1,
  });
}

async function render({ api }: Village): Promise<void> {
  const { station, byHand } = await timeRenders(api, RENDERS);
  report.figure({
    name: 'new text of 200 characters, POST to audio',
    value: median(station) / median(byHand),
    unit: '×',
    against: `espeak-ng and two ffmpeg passes by hand: medians ${ms(median(station))} and ${ms(median(byHand))} of ${RENDERS} rounds in turns`,
    limit: 1.3,
    goal: 1.1,
  });
}

async function starts(village: Village): Promise<void> {
  const errors = await measureStarts(village);
  report.figure({
    name: 'planned starts, p99 of |first sample − planned|',
    value: p99(errors.map(Math.abs)),
    unit: 'ms',
    against: `the plan: ${errors.length} playouts at simulated speakers that set their clocks by the station; median ${ms(median(errors))}`,
    limit: 50,
    goal: 20,
  });
}

async function skew(village: Village): Promise<void> {
  const skews = await measureSkew(village);
  report.figure({
    name: 'two /loa in Chromium, skew',
    // A round in which one of them did not sound as it should is no number, and the worst.
    value: skews.some(Number.isNaN) ? Number.NaN : Math.max(...skews),
    unit: 'ms',
    against: `each other’s recording, by their output clocks; the worst of ${skews.map(ms).join(', ')}`,
    limit: 30,
    goal: 10,
  });
}

async function weight(village: Village): Promise<void> {
  const [station, bare] = await weighBesideBare(village, WEIGHED_MS);
  const limits = { unit: '×', limit: 1.5, goal: 1.2 };
  const beside = `a bare aedes and client with as many heartbeats, side by side for ${WEIGHED_MS / 1_000} s`;
  report.figure({
    ...limits,
    name: `RSS with ${SPEAKERS} speakers`,
    value: station.rss / bare.rss,
    against: `${beside}: ${station.rss.toFixed(0)} and ${bare.rss.toFixed(0)} MiB`,
  });
  report.figure({
    ...limits,
    name: `CPU with ${SPEAKERS} speakers`,
    value: station.cpu / bare.cpu,
    against: `${beside}: ${station.cpu.toFixed(2)} and ${bare.cpu.toFixed(2)} % of a core`,
  });
}

async function embedded(village: Village): Promise<void> {
  emergency(
    'embedded broker',
    'a client and an aedes in one process',
    await timeEmbedded(village, EMERGENCIES),
  );
}

async function external(village: Village): Promise<void> {
  emergency('mosquitto', 'a client at the same mosquitto', await timeExternal(village, EMERGENCIES));
}

function emergency(broker: string, against: string, { station, bare }: EmergencyTimes): void {
  const both = (of: (times: number[]) => number) => `${ms(of(station))} and ${ms(of(bare))}`;
  report.figure({
    name: `emergency to ${SPEAKERS} speakers, ${broker}, POST to the last, p99`,
    value: p99(station) / p99(bare),
    unit: '×',
    against: `${against}, ${station.length} rounds in turns: p99 ${both(p99)}, median ${both(median)}`,
    limit: 1.5,
    goal: 1.2,
  });
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
