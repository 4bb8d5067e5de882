import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createViewings } from '../../../src/cameras/viewing/viewings.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import type { AuditEntry } from '../../../src/web/audit.ts';

const AN = { user: { id: 'u1', name: 'Trần Văn An' }, ip: '192.168.1.7' };

function open(t: Test, path = `${t.testdir()}/x.db`) {
  const db = openDatabase(path);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const told: AuditEntry[] = [];
  const clock = { at: 1_000_000, now: () => clock.at, monotonic: () => clock.at, trusted: () => true };
  const viewings = createViewings({
    db,
    clock,
    audit: {
      append(entry) {
        if (!db.inTransaction) throw new Error('outside of a transaction');
        told.push(entry);
      },
    },
    keepDays: () => 30,
    lastAlive: 1_500_000,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => viewings.close());
  return { db, path, viewings, told, clock };
}

/** What is written together has been. */
const WRITTEN_MS = 120;

t.test('written as it begins, told with its duration at the end', async (t) => {
  const { viewings, told, clock } = open(t);
  const end = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  await sleep(WRITTEN_MS);
  t.match(viewings.list({}, 10), [
    { cameraId: 'c1', userName: 'Trần Văn An', address: '192.168.1.7', endedAt: null },
  ]);
  t.strictSame(told, []);
  clock.at += 61_000;
  end();
  end();
  await viewings.close();
  t.match(viewings.list({}, 10), [{ startedAt: 1_000_000, endedAt: 1_061_000 }]);
  t.match(told, [{ request: AN, action: 'camera.view', target: 'camera:c1', details: { seconds: 61 } }]);
});

t.test('two windows and a short break are one viewing', async (t) => {
  const { viewings, told, clock } = open(t);
  const one = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  const two = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  one();
  two();
  clock.at += 5_000;
  const again = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  await sleep(WRITTEN_MS);
  t.equal(viewings.list({}, 10).length, 1);
  const other = viewings.begin({ by: { ...AN, ip: '192.168.1.8' }, cameraId: 'c1', kind: 'live' });
  await sleep(WRITTEN_MS);
  t.equal(viewings.list({}, 10).length, 2, 'from another place it is another');
  clock.at += 5_000;
  again();
  other();
  await viewings.close();
  t.strictSame(told.map(({ details }) => (details as { seconds: number }).seconds).sort(), [10, 5].sort());
});

t.test('who left is told after a while, with the moment of leaving', (t) => {
  const { viewings, told, clock } = open(t);
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const end = viewings.begin({ by: AN, cameraId: 'c1', kind: 'playback', reason: 'Mất xe', from: 5, to: 9 });
  clock.at += 2_000;
  end();
  mock.timers.tick(29_000);
  t.strictSame(told, []);
  clock.at += 30_000;
  mock.timers.tick(2_000);
  mock.timers.tick(100);
  setImmediate(() => {
    t.match(told, [{ action: 'camera.playback', details: { reason: 'Mất xe', from: 5, to: 9, seconds: 2 } }]);
    t.end();
  });
});

t.test('what a crash left open is closed at the next start, under the same name', async (t) => {
  const { db, viewings } = open(t);
  viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  viewings.begin({ by: { actor: 'province' }, cameraId: 'c2', kind: 'relay', reason: 'Kiểm tra' });
  await sleep(WRITTEN_MS);
  const told: AuditEntry[] = [];
  const after = createViewings({
    db,
    clock: { now: () => 2_000_000, monotonic: () => 0, trusted: () => true },
    audit: { append: (entry) => told.push(entry) },
    keepDays: () => 30,
    lastAlive: 1_500_000,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => after.close());
  after.start();
  told.sort((a, b) => a.action.localeCompare(b.action));
  t.match(told, [
    { actor: 'province', action: 'camera.relay', details: { reason: 'Kiểm tra', cutOff: true } },
    { request: AN, action: 'camera.view', details: { cutOff: true } },
  ]);
  t.equal(after.list({ cameraId: 'c2' }, 10)[0]?.endedAt, 1_500_000, 'when the station last ran');
  t.equal(after.list({ userId: 'u1' }, 10).length, 1);
});

t.test('a wall that is opened and left is one commit each', async (t) => {
  const { db, viewings, told } = open(t);
  let commits = 0;
  // Another connection sees each commit as a new version.
  const other = openDatabase(db.name);
  t.teardown(() => other.close());
  const version = () => Number(other.pragma('data_version', { simple: true }));
  let seen = version();
  const watch = setInterval(() => {
    const now = version();
    if (now !== seen) commits += 1;
    seen = now;
  }, 1);
  t.teardown(() => clearInterval(watch));
  const ends = Array.from({ length: 16 }, (_, i) =>
    viewings.begin({ by: AN, cameraId: `c${i}`, kind: 'live' }),
  );
  t.strictSame(viewings.list({}, 20), [], 'nothing is written at once');
  await sleep(WRITTEN_MS);
  t.equal(viewings.list({}, 20).length, 16);
  t.equal(commits, 1);
  for (const end of ends) end();
  await viewings.close();
  t.equal(told.length, 16);
});

t.test('what cannot be written is not shown, or not begun', async (t) => {
  const { db, viewings } = open(t);
  db.exec('ALTER TABLE camera_viewings RENAME TO gone');
  let refused = 0;
  const failed = () => {
    refused += 1;
  };
  viewings.begin({ by: AN, cameraId: 'c1', kind: 'live', failed });
  viewings.begin({ by: AN, cameraId: 'c1', kind: 'live', failed: () => failed() });
  await sleep(WRITTEN_MS);
  t.equal(refused, 2, 'both windows');
  t.throws(() => viewings.begin({ by: AN, cameraId: 'c1', kind: 'export', reason: 'x' }));
  db.exec('ALTER TABLE gone RENAME TO camera_viewings');
  viewings.note({ by: AN, cameraId: 'c1', kind: 'snapshot' });
  viewings.note({ by: AN, cameraId: 'c1', kind: 'snapshot' });
  await sleep(WRITTEN_MS);
  t.match(viewings.list({}, 10), [{ kind: 'snapshot' }], 'two in a row are one look');
});

t.test('of a recording, what was fetched is noted before it is given', async (t) => {
  const { viewings, told, clock } = open(t);
  const S = 1_000;
  const look = viewings.follow({ by: AN, cameraId: 'c1', kind: 'playback', from: 60 * S, to: 120 * S });
  const noted = () => viewings.list({}, 10).map(({ fromAt, toAt }) => [(fromAt ?? 0) / S, (toAt ?? 0) / S]);
  t.strictSame(noted(), [[60, 120]]);
  look.reach(120 * S, 180 * S);
  t.strictSame(noted(), [[60, 180]]);
  look.reach(0, 60 * S);
  t.strictSame(noted(), [[0, 180]]);
  look.reach(180 * S, 181 * S);
  t.strictSame(noted(), [[0, 180]], 'one that is being recorded grows without a commit each second');
  clock.at += 5 * S;
  look.end();
  await viewings.close();
  t.strictSame(noted(), [[0, 181]]);
  t.match(told, [{ action: 'camera.playback', details: { from: 0, to: 181 * S, seconds: 5 } }]);
});

t.test('who looked at what is found for one person without reading years of everybody', async (t) => {
  const { db, viewings } = open(t);
  const insert =
    db.prepare(`INSERT INTO camera_viewings (id, camera_id, kind, user_id, user_name, started_at, ended_at)
    VALUES (?, 'c1', 'live', 'u2', 'B', ?, 1)`);
  db.transaction(() => {
    for (let i = 0; i < 100_000; i++) insert.run(String(i), i);
  })();
  viewings.list({ userId: 'u1' }, 50);
  const took = Array.from({ length: 5 }, () => {
    const from = performance.now();
    viewings.list({ userId: 'u1' }, 50);
    return performance.now() - from;
  });
  t.ok(Math.min(...took) < 3, `${Math.min(...took).toFixed(1)} ms`);
});
