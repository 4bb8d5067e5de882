import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock.ts';
import { checkPoint } from '../coordinates.ts';
import type { Db } from '../db/open.ts';
import { AppError, invalid } from '../errors.ts';
import { cleanName, nameKey } from '../names.ts';
import { type DeviceFilter, type DeviceRow, devicesRepository } from './devices-repository.ts';
import { cleanAddresses, cleanMacs, normaliseMac } from './network-addresses.ts';
import type { Device, DeviceInput, DevicePatch } from './schemas.ts';

/** One identity for everything on the network. All of it may be called inside a caller's transaction. */
export interface Devices {
  /** Throws `input.invalid`, `device.name_taken`, `device.mac_taken`. */
  create(input: DeviceInput): Device;
  /**
   * Changes what the patch names. Throws as create does, `item.not_found`, and `item.conflict` where `version` is
   * given and no longer the one in the database.
   */
  update(id: string, patch: DevicePatch, version?: number): Device;
  get(id: string): Device | undefined;
  /** In the order in which they were made. */
  list(filter?: DeviceFilter): Device[];
  /** One page of `list`: those made after the device `after`. */
  page(filter: DeviceFilter, after: string | undefined, limit: number): Device[];
  count(filter?: DeviceFilter): number;
  /** Devices in this zone itself, not below. */
  countInZone(zoneId: string): number;
  /** What hangs on the device goes first, by its own slice. True where there was one. */
  remove(id: string): boolean;
  /** Any spelling of the address; undefined for none, and for what is no MAC address. */
  findByMac(mac: string): Device | undefined;
}

export interface DevicesParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  hasZone(id: string): boolean;
  /** Told in the transaction of the write. */
  onChange?(id: string): void;
}

const EMPTY = { zoneId: null, macs: [], addresses: [], place: '', lat: null, lon: null, note: '' };

/** The devices on an open, migrated database. */
export function createDevices({ db, clock, hasZone, onChange = () => {} }: DevicesParts): Devices {
  const rows = devicesRepository(db);

  /** The device made uniform; throws where it may not be stored so. */
  function check(device: Device): DeviceRow {
    const name = cleanName(device.name);
    if (name === '') throw invalid('name', 'không được để trống', 'it must not be empty');
    const key = nameKey(name);
    const namesake = rows.findByName(device.kind, key);
    if (namesake && namesake.id !== device.id) {
      throw new AppError('device.name_taken', { field: 'name', name });
    }
    if (device.zoneId !== null && !hasZone(device.zoneId)) {
      throw invalid('zoneId', 'địa bàn này không còn nữa', 'this zone no longer exists');
    }
    const macs = cleanMacs(device.macs);
    macs.forEach((mac, index) => {
      const owner = rows.findByMac(mac);
      if (owner && owner.id !== device.id) {
        throw new AppError('device.mac_taken', { field: `macs.${index}`, mac, name: owner.name });
      }
    });
    checkPoint(device);
    return {
      ...device,
      name,
      nameKey: key,
      macs,
      addresses: cleanAddresses(device.addresses),
      place: cleanName(device.place),
      note: device.note.normalize('NFC').trim(),
    };
  }

  function need(id: string): Device {
    const device = rows.get(id);
    if (!device) throw new AppError('item.not_found');
    return device;
  }

  return {
    create: db.transaction((input) => {
      const now = clock.now();
      const id = uuidv7();
      rows.insert(check({ ...EMPTY, ...input, id, version: 1, createdAt: now, updatedAt: now }));
      onChange(id);
      return need(id);
    }),
    update: db.transaction((id, patch, version) => {
      const before = need(id);
      if (version !== undefined && version !== before.version) throw new AppError('item.conflict');
      rows.update(check({ ...before, ...patch, version: before.version + 1, updatedAt: clock.now() }));
      onChange(id);
      return need(id);
    }),
    get: rows.get,
    list: (filter = {}) => rows.list(filter),
    page: rows.list,
    count: (filter = {}) => rows.count(filter),
    countInZone: rows.countInZone,
    remove: db.transaction((id) => {
      const gone = rows.remove(id);
      if (gone) onChange(id);
      return gone;
    }),
    findByMac(mac) {
      const normal = normaliseMac(mac);
      return normal === undefined ? undefined : rows.findByMac(normal);
    },
  };
}
