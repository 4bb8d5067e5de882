import t, { type Test } from 'tap';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createDevices } from '../../src/devices/devices.ts';

const MAC = '3c:52:82:1a:0b:9e';

function openDevices(t: Test) {
  const db = openDatabase(`${t.testdir()}/x.db`);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  db.exec("INSERT INTO zones (id, kind, sort, created_at) VALUES ('xa', 'xa', 0, 0)");
  const changed: string[] = [];
  let now = 1_000;
  const devices = createDevices({
    db,
    clock: { now: () => now++ },
    hasZone: (id) => id === 'xa',
    onChange: (id) => changed.push(id),
  });
  return { db, devices, changed };
}

t.test('made with little, read back whole', async (t) => {
  const { devices, changed } = openDevices(t);
  const device = devices.create({ kind: 'speaker', name: ' Loa  thôn 1 ' });
  t.match(device.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  t.strictSame(device, {
    id: device.id,
    kind: 'speaker',
    name: 'Loa thôn 1',
    zoneId: null,
    macs: [],
    addresses: [],
    place: '',
    lat: null,
    lon: null,
    note: '',
    version: 1,
    createdAt: 1_000,
    updatedAt: 1_000,
  });
  t.strictSame(devices.get(device.id), device);
  t.equal(devices.get('x'), undefined);
  t.strictSame(changed, [device.id]);
});

t.test('changed by one person at a time', async (t) => {
  const { devices, changed } = openDevices(t);
  const { id } = devices.create({ kind: 'camera', name: 'Cổng', macs: ['3C52821A0B9E'], note: 'a' });
  const patch = { zoneId: 'xa', addresses: ['::ffff:10.0.0.9'], place: ' Cột 3 ', lat: 21, lon: 105 };
  const device = devices.update(id, patch, 1);
  t.match(device, {
    zoneId: 'xa',
    addresses: ['10.0.0.9'],
    place: 'Cột 3',
    macs: [MAC],
    note: 'a',
    version: 2,
  });
  t.throws(() => devices.update(id, { name: 'Sau' }, 1), { code: 'item.conflict' });
  t.equal(devices.update(id, { name: 'Sau' }).version, 3);
  t.throws(() => devices.update('x', { name: 'Sau' }), { code: 'item.not_found' });
  t.equal(changed.length, 3);
});

t.test('refused, changing nothing', async (t) => {
  const { devices } = openDevices(t);
  const device = devices.create({ kind: 'camera', name: 'Cổng', macs: [MAC] });
  devices.create({ kind: 'camera', name: 'Sân' });
  t.throws(() => devices.create({ kind: 'camera', name: 'CỔNG' }), {
    code: 'device.name_taken',
    details: { field: 'name' },
  });
  t.throws(() => devices.update(device.id, { name: 'sân' }), { code: 'device.name_taken' });
  t.throws(() => devices.create({ kind: 'speaker', name: 'X', macs: ['3c-52-82-1a-0b-9e'] }), {
    code: 'device.mac_taken',
    details: { field: 'macs.0', name: 'Cổng' },
  });
  t.throws(() => devices.create({ kind: 'camera', name: '\u200b' }), {
    code: 'input.invalid',
    details: { field: 'name' },
  });
  t.throws(() => devices.update(device.id, { zoneId: 'không có' }), {
    code: 'input.invalid',
    details: { field: 'zoneId' },
  });
  t.throws(() => devices.update(device.id, { lat: 21 }), {
    code: 'input.invalid',
    details: { field: 'lon' },
  });
  t.throws(() => devices.update(device.id, { macs: ['x'] }), {
    code: 'input.invalid',
    details: { field: 'macs.0' },
  });
  t.strictSame(devices.get(device.id), device);
  t.equal(devices.create({ kind: 'speaker', name: 'Cổng' }).name, 'Cổng', 'another kind may have the name');
});

t.test('found by any spelling of its MAC, until it has another', async (t) => {
  const { devices } = openDevices(t);
  const { id } = devices.create({ kind: 'computer', name: 'PC', macs: [MAC, '3c:52:82:1a:0b:9f'] });
  t.equal(devices.findByMac('3C-52-82-1A-0B-9F')?.id, id);
  t.equal(devices.findByMac('nhầm'), undefined);
  devices.update(id, { macs: ['3c:52:82:1a:0b:9f'] });
  t.equal(devices.findByMac(MAC), undefined);
  t.ok(devices.remove(id));
  t.equal(devices.findByMac('3c:52:82:1a:0b:9f'), undefined);
  t.notOk(devices.remove(id));
});

t.test('lists and pages in the order of making', async (t) => {
  const { devices } = openDevices(t);
  const speakers = Array.from({ length: 5 }, (_, i) =>
    devices.create({ kind: 'speaker', name: `Loa ${i}`, zoneId: i % 2 ? 'xa' : null }),
  );
  devices.create({ kind: 'camera', name: 'Cổng', zoneId: 'xa' });
  t.equal(devices.list().length, 6);
  t.strictSame(devices.list({ kind: 'speaker' }), speakers);
  t.equal(devices.list({ kind: 'speaker', zoneId: 'xa' }).length, 2);
  t.equal(devices.count({ zoneId: 'xa' }), 3);
  t.equal(devices.count(), 6);
  t.equal(devices.countInZone('xa'), 3);
  const first = devices.page({ kind: 'speaker' }, undefined, 3);
  t.strictSame([...first, ...devices.page({ kind: 'speaker' }, first[2]?.id, 3)], speakers);
});

t.test('part of a caller’s transaction', async (t) => {
  const { db, devices } = openDevices(t);
  t.throws(() =>
    db.transaction(() => {
      devices.create({ kind: 'speaker', name: 'Loa' });
      throw new Error('dừng');
    })(),
  );
  t.equal(devices.list().length, 0);
  db.transaction(() => {
    devices.create({ kind: 'speaker', name: 'Loa', macs: [MAC] });
    t.throws(() => devices.create({ kind: 'speaker', name: 'Loa 2', macs: [MAC] }), {
      code: 'device.mac_taken',
    });
  })();
  t.equal(devices.list().length, 1, 'a refused one does not undo what the caller did before');
  t.throws(
    () => db.exec("DELETE FROM zones; UPDATE devices SET zone_id = 'xa'"),
    'the database keeps them together',
  );
});
