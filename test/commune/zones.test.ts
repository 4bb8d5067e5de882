import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { Zone } from '../../src/commune/schemas.ts';
import { createZones, type Zones } from '../../src/commune/zones.ts';
import { migrate } from '../../src/db/migrate.ts';
import { type Db, openDatabase } from '../../src/db/open.ts';
import { AppError } from '../../src/errors.ts';

function openZones(t: Test): { db: Db; zones: Zones; root: string } {
  const db = openDatabase(`${t.testdir()}/x.db`);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const zones = createZones({
    db,
    clock: { now: () => 1 },
    commune: () => ({ title: 'Xã Tân Lập', code: '' }),
  });
  zones.ensureRoot();
  return { db, zones, root: zones.root().id };
}

const shape = (zones: Zones) =>
  zones.list().map(({ name, kind, sort, parentId }) => {
    return `${kind} ${sort} ${name} < ${parentId === null ? '-' : zones.get(parentId)?.name}`;
  });

t.test('the tree grows to three levels', async (t) => {
  const { zones, root } = openZones(t);
  const thon = zones.create({ name: ' Thôn   1 ', code: ' T1 ' });
  t.match(thon, { name: 'Thôn 1', kind: 'thon', parentId: root, code: 'T1', sort: 0 });
  const cum = zones.create({ name: 'Cụm A', parentId: thon.id, code: '' });
  t.match(cum, { kind: 'cum', parentId: thon.id, code: null });
  zones.create({ name: 'Thôn 2', sort: 0 });
  t.strictSame(shape(zones), [
    'xa 0 Xã Tân Lập < -',
    'thon 0 Thôn 2 < Xã Tân Lập',
    'thon 1 Thôn 1 < Xã Tân Lập',
    'cum 0 Cụm A < Thôn 1',
  ]);
  t.throws(() => zones.create({ name: 'Ngõ 1', parentId: cum.id }), { code: 'zone.too_deep' });
  t.throws(() => zones.create({ name: 'X', parentId: 'không có' }), {
    code: 'input.invalid',
    details: { field: 'parentId' },
  });
  t.throws(() => zones.create({ name: ' \u200b ' }), { code: 'input.invalid', details: { field: 'name' } });
});

t.test('a name is there once among its siblings', async (t) => {
  const { zones } = openZones(t);
  const thon = zones.create({ name: 'Thôn Hòa Bình' });
  for (const name of ['thôn  hòa bình', 'Thôn Hoà Bình', 'Thôn Hòa Bình'.normalize('NFD')]) {
    t.throws(() => zones.create({ name }), { code: 'zone.name_taken', details: { field: 'name' } });
  }
  zones.create({ name: 'Thôn Hoa Bình' });
  zones.create({ name: 'Thôn Hòa Bình', parentId: thon.id });
  t.equal(
    zones.update(thon.id, { name: 'THÔN HÒA BÌNH' }).name,
    'THÔN HÒA BÌNH',
    'its own name is free to it',
  );
});

t.test('renaming, moving, putting in order', async (t) => {
  const { zones, root } = openZones(t);
  const [a, b, c] = ['A', 'B', 'C'].map((name) => zones.create({ name }).id) as [string, string, string];
  const inA = zones.create({ name: 'trong A', parentId: a }).id;
  zones.update(c, { sort: 0 });
  t.strictSame(shape(zones).slice(1), [
    'thon 0 C < Xã Tân Lập',
    'thon 1 A < Xã Tân Lập',
    'cum 0 trong A < A',
    'thon 2 B < Xã Tân Lập',
  ]);
  zones.update(c, { sort: 99 });
  t.match(zones.get(c), { sort: 2 });
  t.match(zones.update(b, { parentId: a, name: 'B mới', code: 'b' }), {
    kind: 'cum',
    sort: 1,
    name: 'B mới',
    code: 'b',
  });
  t.match(zones.get(c), { sort: 1 }, 'the gap is closed');
  t.match(zones.update(b, { parentId: root, sort: 0 }), { kind: 'thon', sort: 0, code: 'b' });
  t.throws(
    () => zones.update(a, { parentId: b }),
    { code: 'zone.too_deep' },
    'what is in it would be a 4th level',
  );
  t.throws(() => zones.update(a, { parentId: a }), { code: 'zone.cycle' });
  t.throws(() => zones.update(a, { parentId: inA }), { code: 'zone.cycle' });
  t.throws(() => zones.update(inA, { parentId: 'x' }), {
    code: 'input.invalid',
    details: { field: 'parentId' },
  });
  t.throws(() => zones.update('x', {}), { code: 'item.not_found' });
  const twin = zones.create({ name: 'B mới', parentId: a }).id;
  t.throws(() => zones.update(twin, { parentId: root }), { code: 'zone.name_taken' });
});

t.test('the root stays as it is', async (t) => {
  const { db, zones, root } = openZones(t);
  t.throws(() => zones.update(root, { name: 'Khác' }), { code: 'zone.root_fixed' });
  t.throws(() => zones.remove(root), { code: 'zone.root_fixed' });
  t.throws(
    () => db.exec("INSERT INTO zones (id, kind, sort, created_at) VALUES ('x', 'xa', 0, 0)"),
    /UNIQUE/,
    'nor can the database hold a second',
  );
});

t.test('deleting says what stands in the way', async (t) => {
  const { zones } = openZones(t);
  let speakers = 2;
  zones.hold({ what: 'loa', whatEn: 'speakers', count: () => speakers });
  const thon = zones.create({ name: 'Thôn 1' });
  const next = zones.create({ name: 'Thôn 2' });
  const cum = zones.create({ name: 'Cụm A', parentId: thon.id });
  const error = t.throws(() => zones.remove(thon.id), { code: 'zone.in_use' }) as unknown as AppError;
  t.equal(
    error.messageVi,
    'Chưa xóa được “Thôn 1” vì còn 1 địa bàn bên dưới, 2 loa. Hãy chuyển đi hoặc xóa trước.',
  );
  t.match(error.message, '1 zones below, 2 speakers');
  speakers = 0;
  zones.remove(cum.id);
  t.equal(zones.remove(thon.id).name, 'Thôn 1');
  t.equal(zones.get(thon.id), undefined);
  t.match(zones.get(next.id), { sort: 0 });
  t.throws(() => zones.remove(thon.id), { code: 'item.not_found' });
});

t.test('many names at once', async (t) => {
  const { zones, root } = openZones(t);
  zones.create({ name: 'Thôn Đoàn Kết' });
  const { created, duplicates } = zones.import({
    names: [
      '1. Thôn Bản Mới\r\n2. Thôn Na Pan\n\n  - Thôn đoàn kết',
      'Thôn 5',
      '6\tThôn Sáu',
      'Thôn Na Pan',
      'Tổ 7) A',
    ],
  });
  t.strictSame(
    created.map(({ name, sort, kind }) => `${sort} ${kind} ${name}`),
    ['1 thon Thôn Bản Mới', '2 thon Thôn Na Pan', '3 thon Thôn 5', '4 thon Thôn Sáu', '5 thon Tổ 7) A'],
  );
  t.strictSame(duplicates, ['Thôn đoàn kết', 'Thôn Na Pan']);
  t.equal(zones.withDescendants([root]).length, 7);

  const before = zones.list();
  t.throws(() => zones.import({ names: ['ổn', 'x'.repeat(101)] }), {
    code: 'input.invalid',
    details: { field: 'names.1' },
  });
  t.throws(() => zones.import({ names: [' ', '\n'] }), {
    code: 'input.invalid',
    details: { field: 'names' },
  });
  const many = Array.from({ length: 201 }, (_, i) => `Thôn số ${i}`).join('\n');
  t.throws(() => zones.import({ names: [many] }), { code: 'input.invalid', details: { field: 'names' } });
  t.strictSame(zones.list(), before, 'a refused list adds nothing');
});

t.test('what is below', async (t) => {
  const { zones, root } = openZones(t);
  const a = zones.create({ name: 'A' }).id;
  const b = zones.create({ name: 'B' }).id;
  const inA = zones.create({ name: 'A1', parentId: a }).id;
  t.strictSame(new Set(zones.withDescendants([a])), new Set([a, inA]));
  t.strictSame(zones.withDescendants([inA, a, inA]).length, 2, 'each once');
  t.strictSame(new Set(zones.withDescendants([root])), new Set([root, a, b, inA]));
  t.strictSame(zones.withDescendants(['x']), []);
  t.strictSame(zones.withDescendants([]), []);
});

t.test('a write inside a transaction that fails leaves nothing', async (t) => {
  const { db, zones } = openZones(t);
  t.throws(() =>
    db.transaction(() => {
      zones.create({ name: 'A' });
      throw new Error('dừng');
    })(),
  );
  t.equal(zones.list().length, 1);
});

t.test('whatever is done to it, it stays a tree', async (t) => {
  const { db, zones, root } = openZones(t);
  const number = fc.nat(30);
  const name = fc.constantFrom('A', 'B', 'C', 'D', 'E');
  const step = fc.oneof(
    fc.record({ do: fc.constant('create' as const), name, parent: number, sort: fc.option(number) }),
    fc.record({ do: fc.constant('move' as const), zone: number, parent: number, sort: fc.option(number) }),
    fc.record({ do: fc.constant('rename' as const), zone: number, name }),
    fc.record({ do: fc.constant('remove' as const), zone: number }),
    fc.record({
      do: fc.constant('import' as const),
      parent: number,
      names: fc.array(name, { minLength: 1 }),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  function run(one: Step): void {
    const all = zones.list();
    const pick = (n: number) => all[n % all.length]?.id ?? root;
    switch (one.do) {
      case 'create':
        zones.create({
          name: one.name,
          parentId: pick(one.parent),
          ...(one.sort !== null && { sort: one.sort }),
        });
        break;
      case 'move':
        zones.update(pick(one.zone), {
          parentId: pick(one.parent),
          ...(one.sort !== null && { sort: one.sort }),
        });
        break;
      case 'rename':
        zones.update(pick(one.zone), { name: one.name });
        break;
      case 'remove':
        zones.remove(pick(one.zone));
        break;
      case 'import':
        zones.import({ names: one.names, parentId: pick(one.parent) });
    }
  }

  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      db.exec("DELETE FROM zones WHERE kind = 'cum'; DELETE FROM zones WHERE kind = 'thon'");
      for (const one of steps) {
        try {
          run(one);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
        if (!isTree(zones.list())) return false;
      }
      return true;
    }),
    { numRuns: 60 },
  );
});

/** One root first, parents before children, kinds by level, siblings numbered from 0 with names of their own. */
function isTree(list: Zone[]): boolean {
  const seen = new Map<string, Zone>();
  const next = new Map<string, number>();
  const names = new Set<string>();
  for (const zone of list) {
    const parent = zone.parentId === null ? undefined : seen.get(zone.parentId);
    if (zone.parentId === null ? seen.size > 0 || zone.kind !== 'xa' : !parent) return false;
    if (parent) {
      if (zone.kind !== (parent.kind === 'xa' ? 'thon' : 'cum') || parent.kind === 'cum') return false;
      if (zone.sort !== (next.get(parent.id) ?? 0)) return false;
      next.set(parent.id, zone.sort + 1);
      if (names.has(`${parent.id} ${zone.name}`)) return false;
      names.add(`${parent.id} ${zone.name}`);
    }
    seen.set(zone.id, zone);
  }
  return seen.size > 0;
}
