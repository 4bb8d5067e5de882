import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { openIndex } from '../../../src/cameras/recording/index-database.ts';
import { segmentPath } from '../../../src/cameras/recording/segment-paths.ts';
import { signIn } from '../../harness.ts';
import { decode, endless, makeClip } from './clips.ts';
import { cameraOf, recordingStation } from './recording-station.ts';
import { watchTurns } from './turns.ts';

const idOf = (n: number) => `01935b6e-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** 6.6 Mbit/s, more than most cameras send, and 0.5 Mbit/s as of their second stream. */
const big = await makeClip({ seconds: 10, size: '1280x720' });
const small = await makeClip({ seconds: 10, size: '160x120' });

for (const [many, seconds, clip] of [
  [16, 12, big],
  [64, 8, small],
] as const) {
  t.test(`${many} recordings at once leave the station’s thread alone`, async (t) => {
    const ids = Array.from({ length: many }, (_, i) => idOf(i));
    const { app, hub, recording, folder } = await recordingStation(t, {
      cameras: ids.map((id) => cameraOf(id, id)),
      parts: { times: { segmentMs: 3_000, longestMs: 60_000, preRollMs: 0, preRollBytes: 1, postRollMs: 0 } },
    });
    const admin = await signIn(app, 'admin');
    for (const id of ids) await admin.put(`/api/cameras/${id}/recording`, { mode: 'continuous' });
    const streams = ids.map((id) => {
      const listener = hub.listeners.get(`${id} main`);
      listener?.init(clip.init);
      return { listener, fragments: endless(clip) };
    });
    const endOfWatch = watchTurns();
    const began = performance.now();
    let bytes = 0;
    const cpu = process.cpuUsage();
    for (let sent = 0; sent < 1_000 * seconds; sent += 200) {
      for (const { listener, fragments } of streams) {
        const { value } = fragments.next();
        if (!value) continue;
        listener?.fragment({ ...value, at: Date.now() });
        bytes += value.data.length;
        // Cameras do not speak all at once.
        await wait(0);
      }
      await wait(Math.max(began + sent + 200 - performance.now(), 0));
    }
    const used = process.cpuUsage(cpu);
    const { longestMs, turns } = endOfWatch();
    const mbit = (bytes * 8) / seconds / 1e6;
    const share = ((used.user + used.system) / 1e4 / seconds).toFixed(0);
    t.comment(
      `${mbit.toFixed(0)} Mbit/s: longest of ${turns} turns ${longestMs.toFixed(1)} ms, CPU ${share} %`,
    );
    t.ok(longestMs < 10, `the thread works for ${longestMs.toFixed(1)} ms in one go`);
    t.ok((used.user + used.system) / 1e6 < 0.4 * seconds, 'and its CPU');
    t.equal(ids.filter((id) => !recording.recorders.isRunning(id)).length, 0, 'nobody was dropped');
    t.same(new Set(ids.map((id) => recording.recorders.stateOf(id).state)), new Set(['continuous']));
    await Promise.all(ids.map((id) => admin.put(`/api/cameras/${id}/recording`, { mode: 'off' })));
    t.equal(hub.listeners.size, 0);
    for (const id of ids) {
      const rows = recording.rows.within(id, 0, Number.MAX_SAFE_INTEGER, 100);
      const length = rows.reduce((sum, { startedAt, endedAt }) => sum + (endedAt ?? 0) - startedAt, 0);
      if (Math.abs(length - 1_000 * seconds) > 500) t.fail(`${length} ms of ${id}`);
    }
    const [first] = recording.rows.within(idOf(many - 1), 0, Number.MAX_SAFE_INTEGER, 1);
    t.ok(first && decode(join(folder, segmentPath(first))).frames >= 75);
  });
}

t.test(
  'the rows of segments are written without waiting for the disk, and the watch sees work',
  async (t) => {
    const { app } = await recordingStation(t, { cameras: [] });
    const index = openIndex(app.db.name);
    t.equal(index.pragma('synchronous', { simple: true }), 1);
    index.close();
    const endOfWatch = watchTurns();
    await wait(5);
    for (const end = process.cpuUsage().user + 30_000; process.cpuUsage().user < end; );
    await wait(5);
    t.ok(endOfWatch().longestMs > 15);
  },
);
