import { join } from 'node:path';
import t, { type Test } from 'tap';
import { migrate } from '../../src/db/migrate.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { renewEpoch } from '../../src/outbox/epoch.ts';
import { createOutbox, MAX_PAYLOAD_BYTES, type OutboxCaps } from '../../src/outbox/outbox.ts';
import { startStation } from '../harness.ts';

const clock = { now: () => 1_800_000_000_000, monotonic: () => 12.6, bootId: 'boot' };
const roomy: OutboxCaps = { alarm: 1e9, normal: 1e9, telemetry: 1e9, total: 1e9 };

function open(t: Test, caps: Partial<OutboxCaps> = {}) {
  const dir = t.testdir();
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, dir);
  const outbox = createOutbox({ db, clock, caps: { ...roomy, ...caps } });
  const append = (name: 'alarm' | 'normal' | 'telemetry', payload: object = {}) =>
    db.transaction(() => outbox.append({ class: name, type: 'test.row', payload }))();
  return { db, outbox, append };
}

const rows = (db: Db, name: string) =>
  db.prepare<[string], number>('SELECT seq FROM outbox WHERE class = ? ORDER BY seq').pluck().all(name);

t.test('a row is written with its transaction or not at all', async (t) => {
  const { db, outbox, append } = open(t);
  t.throws(() => outbox.append({ class: 'alarm', type: 'a.b', payload: {} }), /outside the transaction/);
  t.throws(() =>
    db.transaction(() => {
      outbox.append({ class: 'alarm', type: 'a.b', payload: {} });
      throw new Error('the write failed');
    })(),
  );
  t.equal(outbox.pending().alarm.rows, 0);
  t.equal(outbox.pending().alarm.bytes, 0);

  const seq = append('alarm', { zone: 'Thôn Đông' });
  const { epoch, ...row } = db.prepare('SELECT * FROM outbox').get() as { epoch: string };
  t.match(epoch, /^[0-9a-f]{32}$/);
  t.match(row, {
    seq,
    class: 'alarm',
    wall: clock.now(),
    monotonic: 13,
    boot_id: 'boot',
    type: 'test.row',
    payload: '{"zone":"Thôn Đông"}',
  });
});

t.test('what no batch can carry is refused, since it would block its stream', async (t) => {
  const { outbox, append } = open(t);
  t.throws(() => append('normal', { text: 'ư'.repeat(MAX_PAYLOAD_BYTES / 2) }), RangeError);
  t.equal(outbox.pending().normal.rows, 0);
  append('normal', { text: 'x'.repeat(MAX_PAYLOAD_BYTES - 100) });
});

t.test('over its cap a class loses its oldest rows, inside one declared gap', async (t) => {
  const { db, outbox, append } = open(t, { telemetry: 2_000 });
  append('alarm');
  const seqs = Array.from({ length: 40 }, (_, i) => append('telemetry', { i }));
  const kept = rows(db, 'telemetry');
  t.ok(kept.length > 5 && kept.length < 20, `${kept.length} kept`);
  t.same(kept, seqs.slice(-kept.length), 'the newest');
  const [gap, ...others] = outbox.gaps();
  t.match(gap, { class: 'telemetry', reason: 'cap', from: seqs[0], to: seqs.at(-kept.length - 1) });
  t.same(others, []);
  t.equal(outbox.pending().alarm.rows, 1);
  t.ok(outbox.pending().telemetry.bytes <= 2_000);
});

t.test('over the total telemetry goes first, then normal, and alarms never', async (t) => {
  const { outbox, append } = open(t, { total: 5_000 });
  for (let i = 0; i < 10; i++) append('telemetry');
  for (let i = 0; i < 10; i++) append('normal');
  t.same(outbox.gaps(), []);
  for (let i = 0; i < 12; i++) append('alarm');
  t.equal(outbox.pending().normal.rows, 10);
  t.ok(outbox.pending().telemetry.rows < 10);
  for (let i = 0; i < 30; i++) append('alarm');
  const { alarm, normal, telemetry } = outbox.pending();
  t.same([alarm.rows, normal.rows, telemetry.rows], [42, 0, 0]);
  t.same(
    outbox
      .gaps()
      .map((gap) => gap.class)
      .sort(),
    ['normal', 'telemetry'],
  );
});

t.test('a cap made smaller takes effect a little at each append', async (t) => {
  const { db, outbox, append } = open(t);
  db.transaction(() => {
    for (let i = 0; i < 1_000; i++) outbox.append({ class: 'normal', type: 'a.b', payload: {} });
  })();
  const smaller = createOutbox({ db, clock, caps: { ...roomy, normal: 500 } });
  append('telemetry');
  db.transaction(() => smaller.append({ class: 'telemetry', type: 'a.b', payload: {} }))();
  t.equal(smaller.pending().normal.rows, 800);
});

t.test('a restored database begins a new epoch and says what it has lost', async (t) => {
  const { db, outbox, append } = open(t);
  const epoch = () => db.prepare('SELECT epoch FROM outbox ORDER BY seq DESC').pluck().get();
  const before = append('alarm');
  const old = epoch();
  renewEpoch(db, 5);
  const after = append('alarm');
  t.not(epoch(), old);
  t.ok(after > before);
  t.same(
    outbox.gaps().map(({ class: name, ...gap }) => gap),
    Array(3).fill({ epoch: old, reason: 'restore', from: before + 1, to: null, at: 5 }),
  );
});

t.test('the station has one', async (t) => {
  const { app } = await startStation(t);
  const { normal } = app.outbox.pending();
  app.db.transaction(() => app.outbox.append({ class: 'normal', type: 'a.b', payload: {} }))();
  t.equal(app.outbox.pending().normal.rows, normal.rows + 1);
});
