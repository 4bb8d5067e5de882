import { isDeepStrictEqual } from 'node:util';
import type { Secrets } from '../../config/secrets.ts';
import type { Db } from '../../db/open.ts';
import type { DevicePatch, Devices } from '../../devices/index.ts';
import { AppError, invalid } from '../../errors.ts';
import type { Account, Camera } from '../parts.ts';
import type { CameraStream } from '../schemas.ts';
import { openSecrets, sealSecrets } from './account.ts';
import type { CameraRow, CamerasRepository } from './cameras-repository.ts';
import type { CameraProfile } from './profile.ts';
import type { Registry } from './registry.ts';
import { handStream, otherHost, unitKeyOfStream } from './rtsp-only.ts';
import type { CameraPatch } from './schemas.ts';
import { hideSecrets } from './stream-secrets.ts';

/** Writes the audit entry, in the transaction of the write. */
export type Audit = (cameraId: string) => void;

/** What makes a camera: who it is, where, and what it sends. */
export interface Found
  extends Pick<
    CameraRow,
    | 'profile'
    | 'host'
    | 'onvifUrl'
    | 'unitKey'
    | 'endpointRef'
    | 'channel'
    | 'maker'
    | 'model'
    | 'firmware'
    | 'serial'
    | 'ptz'
  > {
  name: string;
  zoneId: string | null;
  macs: string[];
  /** As the camera gives them: passwords inside the addresses are taken out here. */
  streams: CameraStream[];
  account: Account | null;
}

/** What an officer says of a camera. */
export type Said = Partial<
  Pick<CameraRow, 'owner' | 'ownerName' | 'conformity'> & { place: string; note: string }
>;

/** What was read from a camera anew. */
export type Reread = Partial<
  Pick<
    Found,
    | 'host'
    | 'onvifUrl'
    | 'endpointRef'
    | 'channel'
    | 'maker'
    | 'model'
    | 'firmware'
    | 'serial'
    | 'streams'
    | 'ptz'
    | 'profile'
  >
> & { macs?: string[]; addresses?: string[] };

interface Write {
  row: CameraRow;
  audit: Audit;
  device?: DevicePatch;
  /** Refused where it is no longer this one. */
  version?: number | undefined;
}

export interface ManagingParts {
  db: Db;
  devices: Devices;
  registry: Registry;
  repository: CamerasRepository;
  profiles: ReadonlyMap<string, CameraProfile>;
  secrets: Secrets;
  now(): number;
  /** After the commit. `access`: how it is reached and opened is no longer the same. */
  changed(id: string, access: boolean): void;
  /** In the transaction that gives it another account. */
  accountChanged(id: string, account: Account | null): void;
  removed(id: string, recordings: 'keep' | 'delete'): void;
  /** In the transaction that removes it: what the other parts have written of it. */
  removing(id: string, recordings: 'keep' | 'delete'): void;
}

/** What is written about cameras. Each write and its audit entry are one commit; memory follows after it. */
export function createManaging(parts: ManagingParts) {
  const { db, devices, registry, repository, profiles, secrets, now } = parts;

  function needRow(id: string): CameraRow {
    const row = registry.row(id);
    if (!row) throw new AppError('item.not_found');
    return row;
  }

  function refuseKnown(unitKey: string, channel: string): void {
    const known = [...registry.all()].find(
      (camera) => camera.unitKey === unitKey && camera.channel === channel,
    );
    if (known) throw new AppError('camera.known', { name: known.name });
  }

  function tellAccount({ id, credentials }: CameraRow): void {
    if (credentials === needRow(id).credentials) return;
    const { account } = openSecrets(credentials, secrets);
    if (!isDeepStrictEqual(account, registry.sealed(id).account)) parts.accountChanged(id, account);
  }

  function write(writes: readonly Write[]): void {
    db.transaction(() => {
      for (const { row, audit, device = {}, version } of writes) {
        // Always, so that the version counts every change.
        devices.update(row.id, device, version);
        repository.update(row);
        tellAccount(row);
        audit(row.id);
      }
    })();
    const changes = writes.map(({ row }) => ({ row, access: !sameAccess(needRow(row.id), row) }));
    for (const { row } of changes) registry.take(row);
    for (const { row, access } of changes) parts.changed(row.id, access);
  }

  /** The row with other streams, and their passwords sealed. */
  function withStreams(
    row: CameraRow,
    streams: readonly CameraStream[],
    account = registry.sealed(row.id).account,
  ) {
    const { streams: shown, inUrls } = hideSecrets(streams);
    const next = { account, inUrls };
    const same = isDeepStrictEqual(next, openSecrets(row.credentials, secrets));
    return { ...row, streams: shown, credentials: same ? row.credentials : sealSecrets(next, secrets) };
  }

  return {
    /** Throws `camera.known` where its unit and channel are there already, and what `devices.create` throws. */
    add(found: Found, said: Said, audit: Audit): Camera {
      const { name, zoneId, macs, streams, account, ...unit } = found;
      const { place = '', note = '', owner = 'commune', ownerName = '', conformity = '' } = said;
      refuseKnown(unit.unitKey, unit.channel);
      const row = db.transaction((): CameraRow => {
        const { id, createdAt } = devices.create({
          kind: 'camera',
          name,
          zoneId,
          place,
          note,
          // A MAC address belongs to one device: of a recorder's channels the first has it.
          macs: macs.filter((mac) => devices.findByMac(mac) === undefined),
          addresses: addressOf(unit.host),
        });
        const empty = { id, createdAt, mapX: null, mapY: null, enabled: true, readAt: now() };
        const words = { owner, ownerName, conformity };
        const made = withStreams(
          { ...unit, ...empty, ...words, streams: [], credentials: null },
          streams,
          account,
        );
        repository.insert(made);
        audit(id);
        return made;
      })();
      const camera = registry.take(row);
      parts.changed(row.id, true);
      return camera;
    },

    update(id: string, patch: CameraPatch, audit: Audit): void {
      const row = needRow(id);
      const { version, url, subUrl, ...rest } = patch;
      const { name, zoneId, place, note, macs, ...own } = rest;
      if (own.profile !== undefined && !profiles.has(own.profile)) throw unknownProfile();
      const next = { ...row, ...own };
      if ((next.mapX === null) !== (next.mapY === null))
        throw invalid('mapX', 'cần cả hai tọa độ trên bản đồ', 'both coordinates on the map are needed');
      const device = defined({ name, zoneId, place, note, macs });
      if (url === undefined && subUrl === undefined) {
        write([{ row: next, audit, device, version }]);
        return;
      }
      if (row.onvifUrl !== null)
        throw new AppError('camera.by_onvif', { field: url === undefined ? 'subUrl' : 'url' });
      const typed = handStreams(id, row, url, subUrl);
      const { host, unitKey } = typed;
      if (unitKey !== row.unitKey) refuseKnown(unitKey, row.channel);
      const moved = withStreams({ ...next, host, unitKey }, typed.streams, typed.account);
      write([{ row: moved, audit, device: { ...device, addresses: addressOf(host) }, version }]);
    },

    /** The same account for all of them, or for none. */
    setAccount(ids: readonly string[], account: Account, audit: Audit): void {
      const writes = ids.map((id): Write => {
        const credentials = sealSecrets({ ...registry.sealed(id), account }, secrets);
        return { row: { ...needRow(id), credentials }, audit };
      });
      write(writes);
    },

    /** Takes over what was read from cameras, and where they are now; all of them or none. */
    reread(readings: readonly { id: string; said: Reread; audit: Audit }[]): void {
      const writes = readings.map(({ id, said, audit }): Write => {
        const { streams, macs, addresses, ...own } = said;
        const row = { ...needRow(id), ...own, readAt: now() };
        const free = macs?.filter((mac) => (devices.findByMac(mac)?.id ?? id) === id);
        const device = defined({ macs: free?.length ? free : undefined, addresses });
        return { row: streams ? withStreams(row, streams) : row, audit, device };
      });
      write(writes);
    },

    remove(id: string, recordings: 'keep' | 'delete', audit: Audit): void {
      db.transaction(() => {
        if (!repository.remove(id)) throw new AppError('item.not_found');
        devices.remove(id);
        parts.removing(id, recordings);
        audit(id);
      })();
      registry.drop(id);
      parts.removed(id, recordings);
    },
  };

  /** An RTSP camera with the addresses that the officer has typed anew, and what follows from them. */
  function handStreams(
    id: string,
    { host, unitKey }: Pick<CameraRow, 'host' | 'unitKey'>,
    url: string | undefined,
    subUrl: string | null | undefined,
  ) {
    const { account } = registry.sealed(id);
    const kept = (['main', 'sub'] as const).flatMap((role) => {
      const stream = registry.stream(id, role);
      return stream?.role === role ? [stream] : [];
    });
    const main = url === undefined ? undefined : handStream('main', url, 'url');
    const sub = typeof subUrl === 'string' ? handStream('sub', subUrl, 'subUrl') : undefined;
    const keptSub = subUrl === undefined ? kept.find(({ role }) => role === 'sub') : undefined;
    const typed = {
      host: main?.host ?? host,
      unitKey: main ? unitKeyOfStream(main.stream.url) : unitKey,
      account: main?.account ?? sub?.account ?? account,
    };
    const subHost = sub?.host ?? (keptSub && handStream('sub', keptSub.url, 'subUrl').host);
    if (subHost !== undefined && subHost !== typed.host) throw otherHost();
    const streams = [main?.stream ?? kept.find(({ role }) => role === 'main'), sub?.stream ?? keptSub].filter(
      (stream) => stream !== undefined,
    );
    return { ...typed, streams };
  }
}

export type Managing = ReturnType<typeof createManaging>;

export function unknownProfile(): AppError {
  return invalid('profile', 'không có loại camera này', 'there is no such kind of camera');
}

/** Sealing the same secret twice gives two texts: an account that is set anew counts as another one. */
function sameAccess(before: CameraRow, after: CameraRow): boolean {
  const accessOf = ({ host, onvifUrl, credentials, enabled, streams }: CameraRow) =>
    JSON.stringify([host, onvifUrl, credentials, enabled, streams]);
  return accessOf(before) === accessOf(after);
}

function addressOf(host: string): string[] {
  return /^[\d.]+$|:/.test(host) ? [host] : [];
}

/** Without what is undefined: a patch names what it changes. */
function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
