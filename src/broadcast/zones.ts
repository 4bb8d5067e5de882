import type { Commune } from '../commune/index.ts';
import { invalid } from '../errors.ts';

/** Refuses an empty choice of zones, and zones that do not exist. */
export function requireZones(commune: Pick<Commune, 'zone'>, zoneIds: readonly string[]): void {
  if (zoneIds.length === 0)
    throw invalid('zoneIds', 'hãy chọn ít nhất một địa bàn', 'choose at least one zone');
  for (const [index, id] of zoneIds.entries()) {
    if (!commune.zone(id)) throw invalid(`zoneIds.${index}`, 'không có địa bàn này', 'there is no such zone');
  }
}

/** Every zone that shares a speaker with these, should one stand there: they, all below them and all around them. */
export function zonesTouching(
  commune: Pick<Commune, 'zone' | 'withDescendants'>,
  zoneIds: readonly string[],
): ReadonlySet<string> {
  const found = new Set(commune.withDescendants(zoneIds));
  for (const id of zoneIds) {
    // Where one around it is known, so are all around that one.
    let around = commune.zone(id)?.parentId ?? null;
    while (around !== null && !found.has(around)) {
      found.add(around);
      around = commune.zone(around)?.parentId ?? null;
    }
  }
  return found;
}
