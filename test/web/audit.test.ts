import t, { type Test } from 'tap';
import type { Db } from '../../src/db/open.ts';
import { oncePerNight } from '../../src/web/audit-log.ts';
import { startStation } from '../harness.ts';

/** What somebody with the file in hand does first. */
const TRIGGERS = 'DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept; DROP TRIGGER audit_follows;';

async function stationWith(t: Test, rows: number) {
  const station = await startStation(t);
  const { app } = station;
  app.db.transaction(() => {
    for (let i = 0; i < rows; i++) {
      app.audit.append({ actor: 'station', action: 'test.write', target: `row:${i}`, details: { i } });
    }
  })();
  return station;
}

const PROBLEMS: [what: string, tamper: (db: Db) => void, verdict: object][] = [
  [
    'a changed row',
    (db) => db.exec(`UPDATE audit SET details = '{"i":99}' WHERE seq = 40`),
    { problem: 'changed', brokenAt: 40 },
  ],
  [
    'another actor',
    (db) => db.exec("UPDATE audit SET actor_name = 'ai đó' WHERE seq = 3"),
    { problem: 'changed', brokenAt: 3 },
  ],
  [
    'a changed row with its hash made anew',
    (db) => db.exec("UPDATE audit SET at = at + 1, hash = replace(hash, 'a', 'b') WHERE seq = 7"),
    { problem: 'changed', brokenAt: 7 },
  ],
  [
    'a row taken out',
    (db) => db.exec('DELETE FROM audit WHERE seq = 50'),
    { problem: 'missing', brokenAt: 50 },
  ],
  [
    'the first rows cut off',
    (db) => db.exec('DELETE FROM audit WHERE seq < 4'),
    { problem: 'missing', brokenAt: 1 },
  ],
  [
    'the last rows cut off',
    (db) => db.exec('DELETE FROM audit WHERE seq > 97'),
    { problem: 'truncated', brokenAt: 98, checked: 97 },
  ],
  ['everything cut off', (db) => db.exec('DELETE FROM audit'), { problem: 'truncated', brokenAt: 1 }],
  [
    'the last rows cut off and the anchor set back',
    (db) =>
      db.exec(`DELETE FROM audit WHERE seq > 97;
        UPDATE audit_anchor SET seq = 97, hash = (SELECT hash FROM audit WHERE seq = 97)`),
    { problem: 'anchor' },
  ],
  ['no anchor', (db) => db.exec('DELETE FROM audit_anchor'), { problem: 'anchor' }],
];

for (const [what, tamper, verdict] of PROBLEMS) {
  t.test(`the check finds ${what}`, async (t) => {
    const { app } = await stationWith(t, 100);
    t.match(await app.audit.verify(), { ok: true, checked: 100, problem: null, head: { seq: 100 } });
    app.db.exec(TRIGGERS);
    tamper(app.db);
    t.match(await app.audit.verify(), { ok: false, ...verdict });
  });
}

/** What is still found when the log has been written on: the last row that was left, and the number of the next. */
const COVERED: [what: string, tamper: string, verdict: object, left: number, next: number][] = [
  [
    'a log cut at its end',
    'DELETE FROM audit WHERE seq > 6',
    { problem: 'missing', brokenAt: 7, checked: 6 },
    6,
    11,
  ],
  ['a log emptied', 'DELETE FROM audit', { problem: 'missing', brokenAt: 1 }, 0, 11],
  [
    'a log emptied, its anchor too',
    'DELETE FROM audit; DELETE FROM audit_anchor',
    { problem: 'anchor', brokenAt: 1 },
    0,
    1,
  ],
  [
    'a log cut, its anchor forged',
    `DELETE FROM audit WHERE seq > 6;
     UPDATE audit_anchor SET seq = 6, hash = (SELECT hash FROM audit WHERE seq = 6)`,
    { problem: 'anchor', brokenAt: 7 },
    6,
    7,
  ],
  ['a log whose anchor is gone', 'DELETE FROM audit_anchor', { problem: 'anchor', brokenAt: 11 }, 10, 11],
];

for (const [what, tamper, verdict, left, next] of COVERED) {
  t.test(`${what} is not covered by what is written after it`, async (t) => {
    const { app, signIn } = await stationWith(t, 10);
    const admin = await signIn('admin');
    app.db.exec(`DROP TRIGGER audit_kept; ${tamper}`);
    const write = app.db.transaction(() => app.audit.append({ action: 'test.write' }));
    for (let i = 0; i < 3; i++) write();
    t.match((await admin.get('/api/alerts')).body.items, [
      { rule: 'audit.broken', severity: 'critical', count: 1 },
    ]);
    t.match(await app.audit.verify(), { ok: false, ...verdict });
    t.match(app.db.prepare('SELECT seq, action FROM audit WHERE seq > ? ORDER BY seq').all(left), [
      { seq: next, action: 'audit.broken' },
      ...[1, 2, 3].map((i) => ({ seq: next + i, action: 'test.write' })),
    ]);
  });
}

t.test('whoever finds the log broken, somebody is alerted; until it is whole again', async (t) => {
  const { app, signIn } = await stationWith(t, 10);
  const admin = await signIn('admin');
  const open = async () => (await admin.get('/api/alerts')).body.items;
  t.match((await admin.get('/api/audit/verify')).body, { ok: true });
  t.same(await open(), []);
  app.db.exec('CREATE TABLE kept AS SELECT * FROM audit_anchor; DELETE FROM audit_anchor');
  t.match((await admin.get('/api/audit/verify')).body, { ok: false, problem: 'anchor' });
  t.match(await open(), [{ rule: 'audit.broken', title: /không còn nguyên vẹn/, severity: 'critical' }]);
  app.db.exec('INSERT INTO audit_anchor SELECT * FROM kept');
  await app.audit.verify();
  t.same(await open(), []);
});

t.test('the log is read back an hour after the start, and then once a night', async (t) => {
  // 15:00 in Việt Nam
  let now = Date.UTC(2027, 0, 4, 8);
  const done: number[] = [];
  let fails = true;
  const look = oncePerNight({ now: () => now }, async () => {
    if (fails) throw new Error('the database is closed');
    done.push((new Date(now).getUTCHours() + 7) % 24);
  });
  now += 3_600_000;
  await t.rejects(look());
  fails = false;
  for (let hour = 0; hour < 48; hour++) {
    now += 3_600_000;
    await look();
  }
  t.same(done, [17, 3, 3]);
});

t.test('a station that nobody has set up yet has an empty log that is whole', async (t) => {
  const { app } = await startStation(t);
  t.match(await app.audit.verify(), { ok: true, checked: 0, head: null });
});

t.test('the table only grows at its end', async (t) => {
  const { app } = await stationWith(t, 3);
  const attempts = [
    "UPDATE audit SET action = 'x'",
    'DELETE FROM audit',
    'INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2',
    'INSERT INTO audit SELECT 9, at, actor_id, actor_name, address, action, target, details, prev, hash FROM audit WHERE seq = 2',
    'INSERT INTO audit SELECT NULL, at, actor_id, actor_name, address, action, target, details, prev, hash FROM audit WHERE seq = 2',
  ];
  for (const sql of attempts) t.throws(() => app.db.exec(sql), /append-only|only grows/, sql);
  t.match(await app.audit.verify(), { ok: true, checked: 3 });
});

t.test('an entry is in its write’s transaction, and in the outbox', async (t) => {
  const { app } = await stationWith(t, 0);
  t.throws(() => app.audit.append({ action: 'test.write' }), /outside the transaction/);
  t.throws(() =>
    app.db.transaction(() => {
      app.audit.append({ action: 'test.write' });
      throw new Error('the write failed');
    })(),
  );
  t.match(await app.audit.verify(), { ok: true, checked: 0, head: null });
  t.equal(app.outbox.pending().alarm.rows, 0);
  app.db.transaction(() => app.audit.append({ actor: 'lịch', action: 'test.write', details: { a: 1 } }))();
  t.match(JSON.parse(String(app.db.prepare('SELECT payload FROM outbox').pluck().get())), {
    seq: 1,
    actor: 'lịch',
    action: 'test.write',
    details: '{"a":1}',
    hash: /^[0-9a-f]{64}$/,
  });
});

t.test('entries made while the log is checked do no harm', async (t) => {
  const { app } = await stationWith(t, 3_000);
  const verdict = app.audit.verify();
  t.equal(app.audit.verify(), verdict, 'one check at a time');
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    app.db.transaction(() => app.audit.append({ action: 'test.write' }))();
  }
  const { ok, checked } = await verdict;
  t.ok(ok && checked >= 3_000, `${checked}`);
});

t.test('the check of a long log does not hold the main thread', async (t) => {
  const { app } = await stationWith(t, 20_000);
  // CPU time of this thread, which a busy machine does not stretch.
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  const turns: number[] = [];
  let last = used();
  const watch = setInterval(() => {
    turns.push(used() - last);
    last = used();
  }, 1);
  t.ok((await app.audit.verify()).ok);
  clearInterval(watch);
  const longest = Math.max(...turns);
  t.ok(turns.length > 5 && longest < 20, `${turns.length} turns, ${Math.round(longest)} ms at the longest`);
});

t.test('people read it newest first, by person, action, target and time', async (t) => {
  let now = Date.UTC(2027, 0, 4);
  const { app, signIn } = await startStation(t, { wall: () => now });
  const admin = await signIn('admin');
  const other = await signIn('admin', 'binh');
  for (let i = 0; i < 6; i++) {
    now += 1_000;
    const who = i % 2 ? other : admin;
    await who.patch(`/api/users/${other.user.id}`, { name: `Bình ${i}` });
  }
  const list = async (query: string) => (await admin.get(`/api/audit?${query}`)).body;
  const all = await list('');
  t.same(
    all.items.map(({ id }: { id: number }) => id),
    [6, 5, 4, 3, 2, 1],
  );
  t.match(all.items[0], {
    actorId: other.user.id,
    address: '127.0.0.1',
    action: 'user.update',
    target: `user:${other.user.id}`,
    details: { name: { from: 'Bình 4', to: 'Bình 5' } },
  });
  t.equal((await list(`actor=${other.user.id}`)).items.length, 3);
  t.equal((await list('action=user.update&limit=4')).items.length, 4);
  t.equal((await list('action=user.create')).items.length, 0);
  t.equal((await list(`target=user:${other.user.id}&from=${now - 1_000}`)).items.length, 2);
  t.equal((await list(`to=${now - 1_000}`)).items.length, 4);
  const first = await list('limit=4');
  const second = await list(`limit=4&after=${first.next}`);
  t.same([second.items.length, second.next], [2, null]);
  t.equal((await admin.get('/api/audit?from=gần đây')).status, 400);
  t.equal((await admin.get('/api/audit?after=zzz')).status, 400);
  t.match((await admin.get('/api/audit/verify')).body, { ok: true, checked: 6, brokenAt: null });
  t.equal(app.outbox.pending().alarm.rows, 6);
});
