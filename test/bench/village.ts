import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import Database from 'better-sqlite3';
import type { Member } from '../lab/speakers/crowd.ts';
import { type BroadcastRig, registerSpeaker, startRig } from '../lab/station/broadcast-rig.ts';
import { freePorts } from '../lab/station/free-ports.ts';

/** A station of its own with its speakers in the register. */
export interface Village extends BroadcastRig {
  members: Member[];
  /** Where Node keeps what it has compiled. */
  compiled: string;
  /** Where browsers that are speakers find it. */
  plainUrl: string;
  /** The file behind an address of audio that the station gave. */
  audioPath(url: string): string;
  end(): Promise<void>;
}

const NODE_ENV = join(import.meta.dirname, '../../src/cli/node.env');
/** The plain-HTTP listener’s place after the base port. */
const PLAIN = 2;
const AT_ONCE = 10;

/** Node’s settings as scripts/tramso and the unit give them; a peer of the station runs with the same. */
export function nodeSettings(): NodeJS.ProcessEnv {
  return parseEnv(readFileSync(NODE_ENV, 'utf8'));
}

/** Node as scripts/tramso and the unit run it, with what it compiled once at hand. */
export function launcherEnv(dir: string): NodeJS.ProcessEnv {
  return { ...nodeSettings(), NODE_COMPILE_CACHE: compiledIn(dir) };
}

/** On an empty folder; set up, with so many confirmed speakers. */
export async function settle(speakers: number): Promise<Village> {
  const dir = mkdtempSync(join(tmpdir(), 'tramso-bench-'));
  const remove = () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  const port = await freePorts();
  const rig = await startRig({ data: dir, port, env: launcherEnv(dir) }).catch((error) => {
    remove();
    throw error;
  });
  const members: Member[] = [];
  for (let i = 0; i < speakers; i += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, speakers - i) }, (_, k) => `Cụm loa ${i + k + 1}`);
    members.push(...(await Promise.all(names.map((name) => registerSpeaker(rig.api, name, rig.rootZoneId)))));
  }
  if (members.length > 0) await confirmAll(rig, join(dir, 'station', 'tramso.db'));
  return {
    ...rig,
    members,
    compiled: compiledIn(dir),
    plainUrl: `http://127.0.0.1:${port + PLAIN}`,
    audioPath: (url) => join(dir, 'station', 'audio', `${basename(url)}.mp3`),
    async end() {
      await rig.station.stop();
      remove();
    },
  };
}

/** Their devices connect only later: that they were heard is written while the station is down. */
async function confirmAll({ station }: BroadcastRig, database: string): Promise<void> {
  await station.stop();
  const db = new Database(database);
  db.prepare('UPDATE speakers SET confirmed_at = ?').run(Date.now());
  db.close();
  await station.start();
}

function compiledIn(dir: string): string {
  return join(dir, 'compiled');
}
