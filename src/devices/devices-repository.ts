import type { Db } from '../db/open.ts';
import type { Device } from './schemas.ts';

/** A device with the key under which its name is unique among its kind. */
export type DeviceRow = Device & { nameKey: string };

type Stored = Omit<Device, 'macs' | 'addresses'> & { macs: string; addresses: string };

export interface DeviceFilter {
  kind?: string | undefined;
  zoneId?: string | undefined;
}

const COLUMNS = `id, kind, name, zone_id AS zoneId, addresses, place, lat, lon, note, version,
  created_at AS createdAt, updated_at AS updatedAt,
  (SELECT json_group_array(mac) FROM
    (SELECT mac FROM device_macs WHERE device_id = devices.id ORDER BY position)) AS macs`;

/** The SQL of the devices and their MAC addresses. */
export function devicesRepository(db: Db) {
  const byId = db.prepare<[string], Stored>(`SELECT ${COLUMNS} FROM devices WHERE id = ?`);
  const byMac = db.prepare<[string], Stored>(
    `SELECT ${COLUMNS} FROM devices WHERE id = (SELECT device_id FROM device_macs WHERE mac = ?)`,
  );
  const byName = db.prepare<[string, string], Stored>(
    `SELECT ${COLUMNS} FROM devices WHERE kind = ? AND name_key = ?`,
  );
  const WHERE = '(:kind IS NULL OR kind = :kind) AND (:zoneId IS NULL OR zone_id = :zoneId)';
  const page = db.prepare<[Record<string, string | number | null>], Stored>(
    `SELECT ${COLUMNS} FROM devices WHERE ${WHERE} AND id > :after ORDER BY id LIMIT :limit`,
  );
  const total = db
    .prepare<[Record<string, string | null>], number>(`SELECT count(*) FROM devices WHERE ${WHERE}`)
    .pluck();
  const inZone = db.prepare<[string], number>('SELECT count(*) FROM devices WHERE zone_id = ?').pluck();
  const insert =
    db.prepare(`INSERT INTO devices (id, kind, name, name_key, zone_id, addresses, place, lat, lon,
      note, version, created_at, updated_at)
    VALUES (:id, :kind, :name, :nameKey, :zoneId, :addresses, :place, :lat, :lon, :note, :version, :createdAt,
      :updatedAt)`);
  const update = db.prepare(`UPDATE devices SET name = :name, name_key = :nameKey, zone_id = :zoneId,
    addresses = :addresses, place = :place, lat = :lat, lon = :lon, note = :note, version = :version,
    updated_at = :updatedAt WHERE id = :id`);
  const remove = db.prepare<[string]>('DELETE FROM devices WHERE id = ?');
  const dropMacs = db.prepare<[string]>('DELETE FROM device_macs WHERE device_id = ?');
  const addMac = db.prepare<[string, string, number]>('INSERT INTO device_macs VALUES (?, ?, ?)');

  function writeMacs({ id, macs }: Device): void {
    dropMacs.run(id);
    for (const [position, mac] of macs.entries()) addMac.run(mac, id, position);
  }

  const filled = ({ kind, zoneId }: DeviceFilter) => ({ kind: kind ?? null, zoneId: zoneId ?? null });

  return {
    get: (id: string) => toDevice(byId.get(id)),
    findByMac: (mac: string) => toDevice(byMac.get(mac)),
    findByName: (kind: string, nameKey: string) => toDevice(byName.get(kind, nameKey)),
    /** In the order in which they were made; `limit` −1 for all. */
    list: (filter: DeviceFilter, after = '', limit = -1): Device[] =>
      page.all({ ...filled(filter), after, limit }).flatMap((row) => toDevice(row) ?? []),
    count: (filter: DeviceFilter) => total.get(filled(filter)) ?? 0,
    countInZone: (zoneId: string) => inZone.get(zoneId) ?? 0,
    insert(device: DeviceRow): void {
      insert.run({ ...device, addresses: JSON.stringify(device.addresses) });
      writeMacs(device);
    },
    update(device: DeviceRow): void {
      update.run({ ...device, addresses: JSON.stringify(device.addresses) });
      writeMacs(device);
    },
    remove: (id: string) => remove.run(id).changes > 0,
  };
}

function toDevice(row: Stored | undefined): Device | undefined {
  return row && { ...row, macs: JSON.parse(row.macs), addresses: JSON.parse(row.addresses) };
}
