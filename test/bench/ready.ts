import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../lab/station/free-ports.ts';
import { StationProcess } from '../lab/station/station-process.ts';
import { launcherEnv } from './village.ts';

/** Seconds from the start of the process until /readyz says yes. */
export interface ReadyTimes {
  /** On an empty folder: with a database, keys and certificates to be made. */
  first: number;
  later: number[];
}

const LOOK_MS = 5;

export async function timeReady(rounds: number): Promise<ReadyTimes> {
  const dir = mkdtempSync(join(tmpdir(), 'tramso-ready-'));
  const options = { data: join(dir, 'station'), port: await freePorts(), env: launcherEnv(dir) };
  const station = new StationProcess(options);
  try {
    const first = await startOnce(station);
    const later = [];
    for (let round = 0; round < rounds; round++) later.push(await startOnce(station));
    return { first, later };
  } finally {
    await station.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function startOnce(station: StationProcess): Promise<number> {
  const from = performance.now();
  await station.start();
  while (!(await fetch(`${station.url}/readyz`)).ok) await sleep(LOOK_MS);
  const seconds = (performance.now() - from) / 1_000;
  await station.stop();
  return seconds;
}
