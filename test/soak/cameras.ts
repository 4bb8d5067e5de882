#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts } from '../lab/station/free-ports.ts';
import { connectAgainAndAgain } from './connecting.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '250' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds: “${values.rounds}” is not a number of rounds`);
  process.exit(2);
}
const data = mkdtempSync(join(tmpdir(), 'tramso-soak-'));
try {
  // Each round connects and drops four viewers.
  const wrong = await connectAgainAndAgain({ rounds, data, port: await freePorts(), say: console.log });
  for (const line of wrong) console.log(line);
  console.log(`${rounds} rounds, ${wrong.length} wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
}
