#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launcherEnv } from '../bench/village.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { connectAgainAndAgain } from './connecting.ts';

/** More at once would measure the machine. */
const CAMERAS = 16;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1000' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds: “${values.rounds}” is not a number of rounds`);
  process.exit(2);
}
const data = mkdtempSync(join(tmpdir(), 'tramso-soak-'));
try {
  const port = await freePorts();
  const env = launcherEnv(data);
  const wrong = await connectAgainAndAgain({ rounds, cameras: CAMERAS, data, port, env, say: console.log });
  for (const line of wrong) console.log(line);
  console.log(`${rounds} rounds, ${wrong.length} wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
}
