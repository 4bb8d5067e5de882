import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { migrate } from '../../src/db/migrate.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { renewEpoch } from '../../src/outbox/epoch.ts';
import { createOutbox, type Outbox } from '../../src/outbox/outbox.ts';
import { OUTBOX_CLASSES, type OutboxClass } from '../../src/outbox/outbox-repository.ts';

const CAPS = { alarm: 6_000, normal: 3_000, telemetry: 1_500, total: 8_000 };
const clock = { now: () => 1, monotonic: () => 1, bootId: 'boot' };

type Step =
  | { do: 'append'; rows: { class: OutboxClass; size: number }[]; commit: boolean }
  | { do: 'restart' | 'backup' | 'restore' };

const append: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('append' as const),
  rows: fc.array(
    fc.record({ class: fc.constantFrom(...OUTBOX_CLASSES), size: fc.integer({ min: 0, max: 900 }) }),
    { maxLength: 6 },
  ),
  commit: fc.boolean(),
});
const other: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('restart' as const, 'backup' as const, 'restore' as const),
});
const step = fc.oneof({ weight: 8, arbitrary: append }, { weight: 1, arbitrary: other });

interface Row {
  seq: number;
  epoch: string;
  class: OutboxClass;
  payload: string;
}

/** A box that is written to, restarted, backed up and restored, with what it ever committed. */
class Box {
  readonly #path: string;
  readonly #backup: string;
  #db: Db;
  #outbox: Outbox;
  /** All that was ever committed, also what a restore took away again. */
  readonly committed: Row[] = [];

  constructor(dir: string, template: string) {
    mkdirSync(dir);
    this.#path = join(dir, 'x.db');
    this.#backup = join(dir, 'backup.db');
    copyFileSync(template, this.#path);
    copyFileSync(template, this.#backup);
    this.#db = openDatabase(this.#path);
    this.#outbox = createOutbox({ db: this.#db, clock, caps: CAPS });
  }

  #reopen(): void {
    this.#db = openDatabase(this.#path);
    this.#outbox = createOutbox({ db: this.#db, clock, caps: CAPS });
  }

  close(): void {
    this.#db.close();
  }

  run(step: Step): void {
    if (step.do === 'append') this.#append(step.rows, step.commit);
    else this.#restart(step.do);
  }

  #restart(how: 'restart' | 'backup' | 'restore'): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.close();
    if (how === 'backup') copyFileSync(this.#path, this.#backup);
    if (how === 'restore') copyFileSync(this.#backup, this.#path);
    this.#reopen();
    if (how === 'restore') renewEpoch(this.#db, 2);
  }

  #epoch(): string {
    return this.#db.prepare("SELECT value FROM meta WHERE key = 'outbox_epoch'").pluck().get() as string;
  }

  #append(rows: { class: OutboxClass; size: number }[], commit: boolean): void {
    const epoch = this.#db
      .prepare("SELECT value FROM meta WHERE key = 'outbox_epoch'")
      .pluck()
      .get() as string;
    try {
      this.#db.transaction(() => {
        const added = rows.map(({ class: name, size }) => {
          const payload = { text: 'x'.repeat(size), nth: this.committed.length };
          const seq = this.#outbox.append({ class: name, type: 'a.b', payload });
          return { seq, epoch, class: name, payload: JSON.stringify(payload) };
        });
        if (!commit) throw new Error('rolled back');
        this.committed.push(...added);
      })();
    } catch (error) {
      if (commit) throw error;
    }
  }

  check(): void {
    const live = this.#db.prepare<[], Row & { bytes: number }>('SELECT * FROM outbox').all();
    const gaps = this.#outbox.gaps();
    const inGap = (row: Row) =>
      gaps.some(
        ({ epoch, class: name, from, to }) =>
          epoch === row.epoch && name === row.class && from <= row.seq && row.seq <= (to ?? Infinity),
      );
    // A second restore of one backup: the box can't name the epoch in between, the province saw it end.
    const epochs = new Set([this.#epoch(), ...gaps.map(({ epoch }) => epoch)]);
    const key = ({ epoch, seq }: Row) => `${epoch}:${seq}`;
    const kept = new Map(live.map((row) => [key(row), row]));
    const known = new Map<string, Row>();
    for (const row of this.committed) {
      if (known.has(key(row))) throw new Error(`${key(row)} means two things`);
      known.set(key(row), row);
      const found = kept.get(key(row));
      if (found ? found.payload !== row.payload : epochs.has(row.epoch) && !inGap(row)) {
        throw new Error(`row ${row.seq} (${row.class}) vanished; gaps ${JSON.stringify(gaps)}`);
      }
    }
    for (const row of live) {
      if (!known.has(key(row))) throw new Error(`row ${row.seq} was never committed`);
      if (inGap(row)) throw new Error(`row ${row.seq} is there and declared lost`);
    }
    const totals = this.#outbox.pending();
    for (const name of OUTBOX_CLASSES) {
      const own = live.filter((row) => row.class === name);
      const bytes = own.reduce((sum, row) => sum + row.bytes, 0);
      if (totals[name].rows !== own.length || totals[name].bytes !== bytes) {
        throw new Error(
          `${name}: counted ${JSON.stringify(totals[name])}, found ${own.length} rows, ${bytes} B`,
        );
      }
      if (bytes > CAPS[name]) throw new Error(`${name}: ${bytes} bytes are over the cap`);
    }
  }
}

t.test('no committed row vanishes without a declared gap, and no number means two things', async (t) => {
  const dir = t.testdir();
  const template = join(dir, 'template.db');
  const fresh = openDatabase(template);
  migrate(fresh, dir);
  fresh.pragma('wal_checkpoint(TRUNCATE)');
  fresh.close();
  let runs = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const box = new Box(join(dir, String(runs++)), template);
      try {
        for (const each of steps) {
          box.run(each);
          box.check();
        }
      } finally {
        box.close();
      }
    }),
    { numRuns: 60 },
  );
  t.ok(runs >= 60, `${runs} boxes`);
});
