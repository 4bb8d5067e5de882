import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { AppError, invalid } from '../errors.ts';
import { cleanName, nameKey } from '../names.ts';
import { readNames } from './import-names.ts';
import type { Zone, ZoneImport, ZoneImportResult, ZoneInput, ZonePatch } from './schemas.ts';
import { type ZoneRow, zoneRepository } from './zone-repository.ts';

/** What another slice keeps in a zone: a zone that holds something can't be deleted. */
export interface ZoneHolder {
  /** As in “còn 3 thiết bị”. */
  what: string;
  whatEn: string;
  /** How many it keeps in this zone itself, not below. */
  count(zoneId: string): number;
}

export interface ZonesParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  /** Name and code of the root. */
  commune(): { title: string; code: string };
}

export type Zones = ReturnType<typeof createZones>;

/**
 * The zone tree: xã → thôn (tổ dân phố) → cụm. Exactly one root always exists, and a zone's kind is its level.
 * All writes may be called inside a caller's transaction.
 */
export function createZones({ db, clock, commune }: ZonesParts) {
  const rows = zoneRepository(db);
  const holders: ZoneHolder[] = [];

  const toZone = (row: ZoneRow): Zone => {
    if (row.name !== null) return { ...row, name: row.name };
    const { title, code } = commune();
    return { ...row, name: title, code: code || null };
  };

  function need(id: string): ZoneRow {
    const row = rows.get(id);
    if (!row) throw new AppError('item.not_found');
    return row;
  }

  /** A zone that may be changed: any but the root. */
  function needBranch(id: string): ZoneRow & { parentId: string; name: string } {
    const { parentId, name, ...row } = need(id);
    if (parentId === null || name === null) throw new AppError('zone.root_fixed');
    return { ...row, parentId, name };
  }

  function needParent(id: string | undefined): ZoneRow {
    const parent = id === undefined ? root() : rows.get(id);
    if (!parent)
      throw invalid('parentId', 'địa bàn cấp trên không còn nữa', 'the zone above it no longer exists');
    return parent;
  }

  function root(): ZoneRow {
    const row = rows.root();
    if (!row) throw new Error('the root zone is missing');
    return row;
  }

  /** The name, cleaned, free among the children of `parentId`. */
  function checkName(text: string, parentId: string, ownId?: string): { name: string; nameKey: string } {
    const name = cleanName(text);
    if (name === '') throw invalid('name', 'không được để trống', 'it must not be empty');
    const key = nameKey(name);
    const taken = rows.findChild(parentId, key);
    if (taken !== undefined && taken !== ownId) {
      throw new AppError('zone.name_taken', { field: 'name', name });
    }
    return { name, nameKey: key };
  }

  /** Puts a zone at a place among its siblings (the end when left out) and numbers them from 0. */
  function arrange(parentId: string, id: string, place = Number.POSITIVE_INFINITY): void {
    const siblings = rows.children(parentId).filter((row) => row.id !== id);
    siblings.splice(place, 0, need(id));
    siblings.forEach((row, sort) => {
      if (row.sort !== sort) rows.setSort(row.id, sort);
    });
  }

  function renumber(parentId: string): void {
    rows.children(parentId).forEach((row, sort) => {
      if (row.sort !== sort) rows.setSort(row.id, sort);
    });
  }

  return {
    /** Every zone, each parent before its children, siblings in their order. */
    list(): Zone[] {
      const children = Map.groupBy(rows.all(), (row) => row.parentId);
      const walk = (row: ZoneRow): Zone[] => [toZone(row), ...(children.get(row.id) ?? []).flatMap(walk)];
      return (children.get(null) ?? []).flatMap(walk);
    },

    get(id: string): Zone | undefined {
      const row = rows.get(id);
      return row && toZone(row);
    },

    root: (): Zone => toZone(root()),

    withDescendants: (ids: readonly string[]): string[] => rows.withDescendants(ids),

    /** Makes the root where there is none yet. */
    ensureRoot: db.transaction((): void => {
      if (rows.root()) return;
      rows.insert({
        id: uuidv7(),
        parentId: null,
        kind: 'xa',
        name: null,
        nameKey: null,
        code: null,
        sort: 0,
        createdAt: clock.now(),
      });
    }),

    create: db.transaction((input: ZoneInput): Zone => {
      const parent = needParent(input.parentId);
      const id = uuidv7();
      rows.insert({
        id,
        parentId: parent.id,
        kind: kindBelow(parent),
        ...checkName(input.name, parent.id),
        code: cleanCode(input.code),
        sort: rows.children(parent.id).length,
        createdAt: clock.now(),
      });
      if (input.sort !== undefined) arrange(parent.id, id, input.sort);
      return toZone(need(id));
    }),

    update: db.transaction((id: string, patch: ZonePatch): Zone => {
      const zone = needBranch(id);
      const parent = needParent(patch.parentId ?? zone.parentId);
      const moves = parent.id !== zone.parentId;
      if (moves && rows.withDescendants([id]).includes(parent.id)) throw new AppError('zone.cycle');
      const kind = kindBelow(parent);
      if (kind === 'cum' && rows.children(id).length > 0) throw new AppError('zone.too_deep');
      rows.update({
        id,
        parentId: parent.id,
        kind,
        ...checkName(patch.name ?? zone.name, parent.id, id),
        code: patch.code === undefined ? zone.code : cleanCode(patch.code),
      });
      if (moves || patch.sort !== undefined) arrange(parent.id, id, patch.sort);
      if (moves) renumber(zone.parentId);
      return toZone(need(id));
    }),

    /** Deletes a zone in which nothing is left; returns what it was. */
    remove: db.transaction((id: string): Zone => {
      const zone = needBranch(id);
      const children: ZoneHolder = {
        what: 'địa bàn bên dưới',
        whatEn: 'zones below',
        count: () => rows.children(id).length,
      };
      const held = [children, ...holders]
        .map((holder) => ({ ...holder, n: holder.count(id) }))
        .filter(({ n }) => n > 0);
      if (held.length > 0) {
        throw new AppError('zone.in_use', {
          name: zone.name,
          what: held.map(({ n, what }) => `${n} ${what}`).join(', '),
          whatEn: held.map(({ n, whatEn }) => `${n} ${whatEn}`).join(', '),
        });
      }
      rows.remove(id);
      renumber(zone.parentId);
      return toZone(zone);
    }),

    /** Adds many names below one zone, in their order; those that are there already are told, not added. */
    import: db.transaction(({ names, parentId }: ZoneImport): ZoneImportResult => {
      const parent = needParent(parentId);
      const kind = kindBelow(parent);
      const createdAt = clock.now();
      const created: Zone[] = [];
      const duplicates: string[] = [];
      const first = rows.children(parent.id).length;
      for (const name of readNames(names)) {
        const key = nameKey(name);
        if (rows.findChild(parent.id, key) !== undefined) {
          duplicates.push(name);
          continue;
        }
        const zone = {
          id: uuidv7(),
          parentId: parent.id,
          kind,
          name,
          code: null,
          sort: first + created.length,
        };
        rows.insert({ ...zone, nameKey: key, createdAt });
        created.push(zone);
      }
      return { created, duplicates };
    }),

    /** Another slice announces what it keeps in zones. */
    hold: (holder: ZoneHolder): void => void holders.push(holder),
  };
}

function kindBelow(parent: ZoneRow): Zone['kind'] {
  if (parent.kind === 'xa') return 'thon';
  if (parent.kind === 'thon') return 'cum';
  throw new AppError('zone.too_deep');
}

function cleanCode(code: string | null | undefined): string | null {
  return cleanName(code ?? '') || null;
}
