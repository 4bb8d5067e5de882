import { mock } from 'node:test';
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
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => viewings.close());
  return { db, path, viewings, told, clock };
}

t.test('written before the first picture, told with its duration at the end', (t) => {
  const { viewings, told, clock } = open(t);
  const end = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  t.match(viewings.list({}, 10), [
    { cameraId: 'c1', userName: 'Trần Văn An', address: '192.168.1.7', endedAt: null },
  ]);
  t.strictSame(told, []);
  clock.at += 61_000;
  end();
  end();
  return viewings.close().then(() => {
    t.match(viewings.list({}, 10), [{ startedAt: 1_000_000, endedAt: 1_061_000 }]);
    t.match(told, [{ request: AN, action: 'camera.view', target: 'camera:c1', details: { seconds: 61 } }]);
  });
});

t.test('two windows and a short break are one viewing', async (t) => {
  const { viewings, told, clock } = open(t);
  const one = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  const two = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  one();
  two();
  clock.at += 5_000;
  const again = viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  t.equal(viewings.list({}, 10).length, 1);
  const other = viewings.begin({ by: { ...AN, ip: '192.168.1.8' }, cameraId: 'c1', kind: 'live' });
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
  setImmediate(() => {
    t.match(told, [{ action: 'camera.playback', details: { reason: 'Mất xe', from: 5, to: 9, seconds: 2 } }]);
    t.end();
  });
});

t.test('what a crash left open is closed at the next start, under the same name', (t) => {
  const { db, viewings } = open(t);
  viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' });
  viewings.begin({ by: { actor: 'province' }, cameraId: 'c2', kind: 'relay', reason: 'Kiểm tra' });
  const told: AuditEntry[] = [];
  const after = createViewings({
    db,
    clock: { now: () => 2_000_000, monotonic: () => 0, trusted: () => true },
    audit: { append: (entry) => told.push(entry) },
    keepDays: () => 30,
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => after.close());
  after.start();
  t.match(told, [
    { request: AN, action: 'camera.view', details: { cutOff: true } },
    { actor: 'province', action: 'camera.relay', details: { reason: 'Kiểm tra', cutOff: true } },
  ]);
  t.equal(after.list({ cameraId: 'c2' }, 10)[0]?.endedAt, 2_000_000);
  t.equal(after.list({ userId: 'u1' }, 10).length, 1);
  t.end();
});

t.test('a snapshot is over as it begins; where nothing can be written, nothing is begun', (t) => {
  const { db, viewings, told } = open(t);
  viewings.note({ by: AN, cameraId: 'c1', kind: 'snapshot' });
  t.match(told, [{ action: 'camera.snapshot', details: { seconds: 0 } }]);
  db.exec('DROP TABLE camera_viewings');
  t.throws(() => viewings.begin({ by: AN, cameraId: 'c1', kind: 'live' }));
  db.exec('CREATE TABLE camera_viewings (x)');
  t.end();
});
