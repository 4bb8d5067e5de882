import type { Zone } from '../../../commune/schemas.ts';
import type { SpeakerInfo } from '../../../speakers/schemas.ts';

export interface ZoneNode {
  zone: Zone;
  children: ZoneNode[];
}

/** The zones as a tree; the commune itself is its root. Undefined only where there are no zones at all. */
export function zoneTree(zones: readonly Zone[]): ZoneNode | undefined {
  const root = zones.find(({ parentId }) => parentId === null);
  const node = (zone: Zone): ZoneNode => ({
    zone,
    children: zones
      .filter(({ parentId }) => parentId === zone.id)
      .sort((a, b) => a.sort - b.sort || a.name.localeCompare(b.name, 'vi'))
      .map(node),
  });
  return root && node(root);
}

/** The ids of these zones and of all below them. */
export function withBelow(zones: readonly Zone[], ids: readonly string[]): Set<string> {
  const all = new Set(ids);
  let before: number;
  do {
    before = all.size;
    for (const { id, parentId } of zones) if (parentId !== null && all.has(parentId)) all.add(id);
  } while (all.size > before);
  return all;
}

export interface Reach {
  /** Speakers that would be told to play: enabled, and heard by an officer. */
  speakers: SpeakerInfo[];
  offline: number;
  /** Connected, but somebody has to tap them before they sound. */
  locked: number;
  /** Thôn with at least one of them; 0 where one is of the commune as a whole. */
  villages: number;
}

/** Where a bulletin for these zones would sound. */
export function reachOf(
  zones: readonly Zone[],
  speakers: readonly SpeakerInfo[],
  ids: readonly string[],
): Reach {
  const inside = withBelow(zones, ids);
  const reached = speakers.filter(
    ({ enabled, confirmed, zoneId }) => enabled && confirmed && zoneId !== null && inside.has(zoneId),
  );
  const counted = {
    speakers: reached,
    offline: offlineOf(reached),
    locked: reached.filter(({ online, locked }) => online && locked).length,
  };
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const villages = new Set<string>();
  for (const { zoneId } of reached) {
    let zone = byId.get(zoneId ?? '');
    if (zone?.parentId === null) return { ...counted, villages: 0 };
    while (zone && zone.kind === 'cum') zone = byId.get(zone.parentId ?? '');
    if (zone?.kind === 'thon') villages.add(zone.id);
  }
  return { ...counted, villages: villages.size };
}

function offlineOf(speakers: readonly SpeakerInfo[]): number {
  return speakers.filter(({ online }) => !online).length;
}

/**
 * The choice after a press on a zone. Choosing one takes in all below it, so those are no longer named; leaving
 * one out of a chosen whole names its siblings instead.
 */
export function toggleZone(zones: readonly Zone[], chosen: readonly string[], id: string): string[] {
  const inside = withBelow(zones, chosen);
  if (!inside.has(id)) {
    const below = withBelow(zones, [id]);
    return [...chosen.filter((other) => !below.has(other)), id];
  }
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  const parentId = zones.find((zone) => zone.id === id)?.parentId ?? '';
  const siblings = zones
    .filter((zone) => zone.parentId === parentId && zone.id !== id)
    .map((zone) => zone.id);
  return [...toggleZone(zones, chosen, parentId), ...siblings];
}

/** `Cụm 1, Thôn Đông`: many villages have a quarter of the same name. The commune itself goes without saying. */
export function zonePath(zones: readonly Zone[], id: string): string {
  const zone = zones.find((one) => one.id === id);
  if (!zone) return '';
  const parent = zones.find((one) => one.id === zone.parentId);
  return parent && parent.parentId !== null ? `${zone.name}, ${zonePath(zones, parent.id)}` : zone.name;
}

/** The zones below the commune in the order of the tree, each village before its parts. */
export function zonesInOrder(zones: readonly Zone[]): { zone: Zone; depth: number }[] {
  const below = (node: ZoneNode, depth: number): { zone: Zone; depth: number }[] =>
    node.children.flatMap((child) => [{ zone: child.zone, depth }, ...below(child, depth + 1)]);
  const root = zoneTree(zones);
  return root ? below(root, 0) : [];
}

/** `Thôn Đông, Thôn Đoài và 3 nơi khác` needs only the names, in the order of the tree. */
export function zoneNames(zones: readonly Zone[], ids: readonly string[]): string[] {
  const inOrder = zones.filter(({ parentId }) => parentId === null).map(({ id }) => id);
  for (const { zone } of zonesInOrder(zones)) inOrder.push(zone.id);
  // Within one line “Cụm 1 (Thôn Đông)” is clearer than a second comma.
  return inOrder
    .filter((id) => ids.includes(id))
    .map((id) => zonePath(zones, id).replace(/^([^,]+), (.+)$/, '$1 ($2)'));
}
