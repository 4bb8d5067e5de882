import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import type { Playout, PlayoutDetail, PlayoutState } from '../../src/broadcast/schemas.ts';
import type { Faults } from '../lab/speakers/faults.ts';
import { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import {
  addSpeaker,
  allPlayouts,
  approvedBulletin,
  type BroadcastRig,
  startRig,
} from '../lab/station/broadcast-rig.ts';

t.setTimeout(400_000);

const TEXT = 'Mời bà con đến họp tại nhà văn hóa.';
let port = 28_100 + (process.pid % 1_000) * 5;

interface Lab {
  rig: BroadcastRig;
  bulletinId: string;
  speakers: GenericSpeaker[];
  /** Kills the station, and pulls the plug of these speakers; all come back. */
  powerCut(...speakers: number[]): Promise<void>;
  play(): Promise<string>;
  reaches(id: string, ...states: PlayoutState[]): Promise<PlayoutDetail>;
  replayOf(id: string): Promise<Playout | undefined>;
  /** Changes the database while the station is down. */
  edit(sql: string): void;
}

/** A station in its own process, with speakers that outlive it. */
async function lab(t: Test, ...faults: Faults[]): Promise<Lab> {
  t.setTimeout(100_000);
  // Not t.testdir: it is removed while the station still writes into it, and what fails then leaves the station running.
  const data = mkdtempSync(join(tmpdir(), 'tramso-recovery-'));
  port += 5;
  const rig = await startRig({ data, port });
  t.teardown(async () => {
    await Promise.all(speakers.map((speaker) => speaker.pull()));
    await rig.station.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  });
  const speakers: GenericSpeaker[] = [];
  const makers: (() => Promise<void>)[] = [];
  for (const [i, fault] of faults.entries()) {
    const account = await addSpeaker(rig, `Cụm loa ${i}`);
    const journal = join(data, `${i}.jsonl`);
    const make = async (faults: Faults) => {
      const speaker = new GenericSpeaker({ url: rig.mqttUrl, ...account, journal, faults });
      speakers[i] = speaker;
      await speaker.start();
    };
    makers.push(() => make({}));
    await make(fault);
  }
  const { id: bulletinId } = await approvedBulletin(rig.api, 'Họp thôn', TEXT);
  const zoneIds = [rig.rootZoneId];
  return {
    rig,
    bulletinId,
    speakers,
    async powerCut(...without) {
      await Promise.all(without.map((i) => speakers[i]?.pull()));
      await rig.station.kill();
      await rig.station.start();
      await Promise.all(without.map((i) => makers[i]?.()));
    },
    play: async () => (await rig.api.post<Playout>(`/api/bulletins/${bulletinId}/play`, { zoneIds })).id,
    async reaches(id, ...states) {
      const until = Date.now() + 60_000;
      for (;;) {
        const found = await rig.api.get<PlayoutDetail>(`/api/playouts/${id}`);
        if (states.includes(found.state)) return found;
        if (Date.now() > until)
          throw new Error(`${id} is ${found.state} (${found.reasonCode}), not ${states}`);
        await pause(50);
      }
    },
    replayOf: async (id) => (await allPlayouts(rig.api)).find(({ replayOf }) => replayOf === id),
    edit(sql) {
      const db = new Database(join(data, 'station', 'tramso.db'));
      db.exec(sql);
      db.close();
    },
  };
}

t.test('a power cut while playing: replayed from the start, but not to whoever had heard it', async (t) => {
  const { speakers, play, reaches, replayOf, powerCut } = await lab(t, {}, { startsLateMs: 9_000 });
  const id = await play();
  await reaches(id, 'playing');
  while (!speakers[0]?.journal.all().some(({ finishedAt, cut }) => finishedAt !== null && !cut))
    await pause(50);
  await pause(1_000);
  await powerCut(1);
  const old = await reaches(id, 'interrupted');
  t.match(old, { reasonCode: 'power_replayed', reason: /phát lại từ đầu/, counts: { finished: 1 } });
  const replay = await replayOf(id);
  t.ok(replay, 'a playout of its own');
  const over = await reaches(replay?.id ?? '', 'played');
  t.match(over, { kind: 'manual', counts: { total: 1, finished: 1 }, targets: [{ name: 'Cụm loa 1' }] });
  const heard = speakers.map(({ journal }) => journal.all().map(({ playoutId }) => playoutId));
  t.same(heard[0], [id], 'once is enough');
  t.ok(heard[1]?.includes(over.id));
});

t.test('a second power cut: the replay of a replay, and no id sounds twice', async (t) => {
  const { speakers, play, reaches, replayOf, powerCut } = await lab(t, {});
  const first = await play();
  const sounds = async () => {
    while (!speakers[0]?.playing) await pause(20);
  };
  await sounds();
  await powerCut(0);
  t.match(await reaches(first, 'interrupted'), { reasonCode: 'power_replayed' });
  const second = (await replayOf(first))?.id ?? '';
  await sounds();
  await powerCut(0);
  t.match(await reaches(second, 'interrupted'), { replayOf: first, reasonCode: 'power_replayed' });
  const third = (await replayOf(second))?.id ?? '';
  await reaches(third, 'played');
  t.same(
    speakers[0]?.journal.all().map(({ playoutId, cut }) => [playoutId, cut]),
    [
      [first, true],
      [second, true],
      [third, false],
    ],
  );
});

t.test('a station that comes back soon enough lets its speakers finish', async (t) => {
  const { speakers, play, reaches, replayOf, powerCut } = await lab(t, {});
  const id = await play();
  while (!speakers[0]?.playing) await pause(20);
  await powerCut();
  const over = await reaches(id, 'played', 'interrupted');
  const again = await replayOf(id);
  t.equal(over.state === 'played', again === undefined, 'replayed only if it was not heard out');
  if (again) await reaches(again.id, 'played');
});

t.test('too long ago, or not wanted: interrupted, and said', async (t) => {
  const { rig, speakers, play, reaches, replayOf, edit } = await lab(t, {});
  const id = await play();
  await reaches(id, 'playing');
  await pause(500);
  await speakers[0]?.pull();
  await rig.station.kill();
  edit(`UPDATE playouts SET origin_at = origin_at - ${16 * 60_000}`);
  await rig.station.start();
  t.match(await reaches(id, 'interrupted'), { reasonCode: 'power', targets: [{ state: 'unknown' }] });
  t.equal(await replayOf(id), undefined);
  const { items } = await rig.api.get<{ items: { rule: string }[] }>('/api/alerts?state=open');
  t.ok(items.some(({ rule }) => rule === 'broadcast.interrupted'));

  await rig.api.put('/api/settings/broadcast', { replay: false });
  const second = await play();
  await reaches(second, 'playing');
  await pause(500);
  await rig.station.kill();
  await rig.station.start();
  t.match(await reaches(second, 'interrupted'), { reasonCode: 'power' });
  t.equal(await replayOf(second), undefined);
});

t.test('killed before air: what is still in time is played, the rest is missed', async (t) => {
  const { rig, bulletinId, play, reaches, edit } = await lab(t, {});
  const zoneIds = [rig.rootZoneId];
  const at = Date.now() + 12_000;
  const soon = await rig.api.post<Playout>(`/api/bulletins/${bulletinId}/play`, { zoneIds, at });
  const past = await rig.api.post<Playout>(`/api/bulletins/${bulletinId}/play`, {
    zoneIds,
    at: Date.now() + 3_600_000,
  });
  await reaches(soon.id, 'ready');
  await rig.station.kill();
  edit(`UPDATE playouts SET planned_at = ${Date.now() - 120_000} WHERE id = '${past.id}'`);
  await rig.station.start();
  t.match(await reaches(past.id, 'missed'), { reasonCode: 'station_off' });
  const over = await reaches(soon.id, 'played');
  t.equal(over.plannedAt, at);
  t.ok(Math.abs(over.targets[0]?.lateMs ?? 9_999) < 1_000);
  const id = await play();
  await reaches(id, 'playing');
  const stopMs = await rig.station.stop();
  t.ok(stopMs < 5_000, `a graceful stop took ${Math.round(stopMs)} ms`);
  await rig.station.start();
  await reaches(id, 'interrupted', 'played');
});
