import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { openDatabase } from '../../src/db/open.ts';
import { databaseWrites, feedWatchdog } from '../../src/system/watchdog.ts';

t.test('it is fed after each good probe, and not while a probe fails or hangs', async (t) => {
  let fed = 0;
  let probe = async () => {};
  const faults: unknown[] = [];
  const stop = feedWatchdog({
    everyMs: 60,
    probe: () => probe(),
    feed: async () => ++fed,
    onStarving: (error) => faults.push(error),
  });
  t.teardown(stop);
  await sleep(150);
  t.ok(fed >= 2, 'three times as often as asked');

  probe = () => Promise.reject(new Error('no writes'));
  await sleep(80);
  let before = fed;
  await sleep(100);
  t.equal(fed, before);
  t.ok(faults.length > 0);

  let probes = 0;
  probe = () => {
    probes++;
    return new Promise(() => {});
  };
  await sleep(100);
  before = fed;
  await sleep(100);
  t.equal(fed, before);
  t.equal(probes, 1, 'probes do not pile up');
  stop();
});

t.test('the probe writes for real, and a full disk is no reason to restart', async (t) => {
  const db = openDatabase(`${t.testdir()}/probe.db`);
  let full = 0;
  let readOnly = false;
  const write = databaseWrites(db, { onFull: () => full++, isReadOnly: () => readOnly });
  write();
  t.match(db.prepare("SELECT value FROM meta WHERE key = 'alive'").pluck().get(), /^20/);

  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  db.prepare("DELETE FROM meta WHERE key = 'alive'").run();
  const fill = db.prepare('INSERT INTO meta VALUES (?, hex(zeroblob(?)))');
  for (const bytes of [500, 20, 1]) {
    const untilFull = () => {
      for (let n = 0; n < 10_000; n++) fill.run(`${bytes} ${n}`, bytes);
    };
    t.throws(untilFull, { code: 'SQLITE_FULL' });
  }
  write();
  t.equal(full, 1);

  db.pragma('query_only = ON');
  t.throws(write, { code: 'SQLITE_READONLY' }, 'a restart may mend it');
  readOnly = true;
  t.doesNotThrow(write, 'no start would be possible on a disk that takes no writes');
  readOnly = false;

  db.close();
  t.throws(write, /not open/, 'any other fault is a reason');
});
