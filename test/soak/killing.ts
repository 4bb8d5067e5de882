import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Playout, PlayoutDetail } from '../../src/broadcast/playout/schemas.ts';
import { ended } from '../../src/broadcast/playout/state.ts';
import { PIN } from '../harness.ts';
import type { Played } from '../lab/speakers/journal.ts';
import { ApiError } from '../lab/station/api-client.ts';
import {
  type Account,
  addSpeaker,
  allPlayouts,
  approvedBulletin,
  type BroadcastRig,
  simulate,
  startRig,
} from '../lab/station/broadcast-rig.ts';

/** What each speaker has played, by its id, from its own journal. */
type Heard = ReadonlyMap<string, readonly Played[]>;

const SPEAKERS = 5;
const SETTLE_WITHIN_MS = 90_000;
const TEXT = 'Ủy ban nhân dân xã thông báo lịch cắt điện sáng mai.';

export interface SoakOptions {
  rounds: number;
  port: number;
  say: (line: string) => void;
}

/**
 * Kills the station with -9 at random moments of a playout, again and again, with speakers that outlive it. After
 * each round every playout that was ever promised must have come to an end and have been heard whole by every
 * speaker, it or a replay of it; no speaker may have played one twice; what the log calls played must have been played
 * whole; and the database must be sound. Returns what was found wrong.
 */
export async function killAgainAndAgain({ rounds, port, say }: SoakOptions): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'tramso-soak-'));
  const journals: string[] = [];
  const rig = await startRig({ data: dir, port });
  const accounts: Account[] = [];
  for (let i = 1; i <= SPEAKERS; i++) accounts.push(await addSpeaker(rig, `Cụm loa ${i}`));
  const speakers = accounts.map((account) => {
    const journal = join(dir, `${account.id}.jsonl`);
    journals.push(journal);
    return simulate(rig, account, journal);
  });
  const wrong: string[] = [];
  try {
    await Promise.all(speakers.map((speaker) => speaker.start()));
    const bulletin = await approvedBulletin(rig.api, 'Lịch cắt điện', TEXT);
    const promised = new Set<string>();
    for (let round = 1; round <= rounds; round++) {
      const ordered = await order(rig, bulletin.id, round);
      if (ordered !== undefined) promised.add(ordered);
      const waited = Math.round(Math.random() * 6_000);
      await sleep(waited);
      await rig.station.kill();
      if (Math.random() < 0.2) await startAndKill(rig);
      const readyMs = await rig.station.start();
      const playouts = await settle(rig);
      const heard = new Map(accounts.map(({ id }, i) => [id, readJournal(journals[i] ?? '')]));
      const found = [
        ...unkept(promised, playouts),
        ...unheard(promised, playouts, heard),
        ...(await untrue(rig, playouts, heard)),
        ...unsound(join(dir, 'station', 'tramso.db')),
      ];
      wrong.push(...found.map((line) => `round ${round}: ${line}`));
      say(
        `round ${round}/${rounds}: killed ${waited} ms after the order, ready again in ${Math.round(readyMs)} ms, ` +
          `${playouts.length} playouts, ${found.length} wrong`,
      );
    }
    const chain = await rig.api.get<{ ok: boolean }>('/api/audit/verify');
    if (!chain.ok) wrong.push('the chain of the audit log is broken');
  } finally {
    await Promise.all(speakers.map((speaker) => speaker.pull()));
    await rig.station.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return wrong;
}

/** Orders something to sound; undefined where the station fell before it promised anything. */
async function order(
  { api, rootZoneId }: BroadcastRig,
  bulletinId: string,
  round: number,
): Promise<string | undefined> {
  const zoneIds = [rootZoneId];
  try {
    const emergency = round % 3 === 0;
    const playout = emergency
      ? await api.post<Playout>('/api/emergency', { bulletinId, zoneIds, pin: PIN })
      : await api.post<Playout>(`/api/bulletins/${bulletinId}/play`, { zoneIds });
    return playout.id;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    return undefined;
  }
}

/** Falls again while it is still coming back. */
async function startAndKill({ station }: BroadcastRig): Promise<void> {
  const starting = station.start().catch(() => {});
  await sleep(Math.random() * 1_500);
  await station.kill();
  await starting;
}

/** Waits until nothing is under way any more. */
async function settle({ api }: BroadcastRig): Promise<Playout[]> {
  const until = Date.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const playouts = await allPlayouts(api);
    if (playouts.every(({ state }) => ended(state)) || Date.now() > until) return playouts;
    await sleep(250);
  }
}

/** Promised playouts that vanished, and any that came to no end. */
function unkept(promised: ReadonlySet<string>, playouts: readonly Playout[]): string[] {
  const known = new Set(playouts.map(({ id }) => id));
  return [
    ...[...promised].filter((id) => !known.has(id)).map((id) => `${id} was promised and has vanished`),
    ...playouts.filter(({ state }) => !ended(state)).map(({ id, state }) => `${id} is still ${state}`),
  ];
}

/**
 * Promised, and not heard whole by every speaker at least once, itself or as a replay. Each round ends before the next
 * begins and the station is back within seconds: nothing excuses silence.
 */
function unheard(promised: ReadonlySet<string>, playouts: readonly Playout[], heard: Heard): string[] {
  const replayOf = new Map(
    playouts.flatMap(({ id, replayOf: of }) => (of === null ? [] : [[of, id] as const])),
  );
  const wrong: string[] = [];
  for (const first of promised) {
    const chain = [first];
    for (let next = replayOf.get(first); next !== undefined; next = replayOf.get(next)) chain.push(next);
    for (const [speakerId, lines] of heard) {
      if (!chain.some((id) => wholly(lines, id))) {
        const ends = chain.map((id) => playouts.find((playout) => playout.id === id)?.reasonCode ?? 'played');
        wrong.push(`${first} was promised, and ${speakerId} never played it whole (${ends.join(' → ')})`);
      }
    }
  }
  return wrong;
}

function wholly(lines: readonly Played[] | undefined, playoutId: string): boolean {
  return (
    lines?.some((line) => line.playoutId === playoutId && line.finishedAt !== null && !line.cut) ?? false
  );
}

/** What SQLite finds wrong with the database that so many falls have left. */
function unsound(path: string): string[] {
  const db = new Database(path, { readonly: true });
  try {
    const found = db.pragma('integrity_check(10)') as { integrity_check: string }[];
    const lost = db.pragma('foreign_key_check') as object[];
    return [
      ...found.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok'),
      ...lost.map((row) => `a row without what it belongs to: ${JSON.stringify(row)}`),
    ];
  } finally {
    db.close();
  }
}

/** Where the log says something else than the speakers’ own journals. */
async function untrue({ api }: BroadcastRig, playouts: readonly Playout[], played: Heard): Promise<string[]> {
  const wrong: string[] = [];
  for (const [speakerId, lines] of played) {
    const starts = lines.filter(({ finishedAt }) => finishedAt === null).map(({ playoutId }) => playoutId);
    const twice = starts.filter((id, i) => starts.indexOf(id) !== i);
    wrong.push(...twice.map((id) => `${speakerId} played ${id} twice`));
  }
  for (const { id, state } of playouts) {
    if (state !== 'played') continue;
    const { targets } = await api.get<PlayoutDetail>(`/api/playouts/${id}`);
    for (const { speakerId } of targets) {
      if (!wholly(played.get(speakerId), id))
        wrong.push(`${id} is logged as played, but ${speakerId} did not play it whole`);
    }
  }
  return wrong;
}

function readJournal(path: string): Played[] {
  const lines = readFileSync(path, { encoding: 'utf8', flag: 'a+' }).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Played);
}
