#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { freePorts } from '../lab/station/free-ports.ts';
import { killAgainAndAgain } from './killing.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds: “${values.rounds}” is not a number of rounds`);
  process.exit(2);
}
const wrong = await killAgainAndAgain({ rounds, port: await freePorts(), say: console.log });
for (const line of wrong) console.log(line);
console.log(`${rounds} rounds, ${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;
