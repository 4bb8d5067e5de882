import type { Commune } from '../commune/index.ts';
import { invalid } from '../errors.ts';

/** Refuses an empty choice of zones, and zones that do not exist. */
export function requireZones(commune: Pick<Commune, 'zone'>, zoneIds: readonly string[]): void {
  if (zoneIds.length === 0) throw invalid('zoneIds', 'hãy chọn ít nhất một địa bàn');
  for (const [index, id] of zoneIds.entries()) {
    if (!commune.zone(id)) throw invalid(`zoneIds.${index}`, 'không có địa bàn này');
  }
}
