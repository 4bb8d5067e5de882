import fc from 'fast-check';
import t from 'tap';
import type { Zone } from '../../src/commune/schemas.ts';
import {
  reachOf,
  toggleZone,
  withBelow,
  zoneNames,
  zonePath,
  zonesInOrder,
  zoneTree,
} from '../../src/panel/components/zones/zone-tree.ts';
import type { SpeakerInfo } from '../../src/speakers/schemas.ts';

const zone = (id: string, parentId: string | null, kind: Zone['kind'], sort = 0): Zone => ({
  id,
  parentId,
  kind,
  name: id,
  code: null,
  sort,
});
const ZONES = [
  zone('xa', null, 'xa'),
  zone('dong', 'xa', 'thon', 1),
  zone('doai', 'xa', 'thon', 0),
  zone('dinh', 'dong', 'cum', 0),
  zone('ben', 'dong', 'cum', 1),
];

const speaker = (id: string, zoneId: string | null, change: Partial<SpeakerInfo> = {}): SpeakerInfo => ({
  id,
  name: id,
  zoneId,
  profile: 'generic-mqtt',
  transport: 'mqtt',
  online: true,
  confirmed: true,
  enabled: true,
  volume: 70,
  playing: null,
  playAt: true,
  locked: false,
  startLatencyMs: 20,
  acknowledges: 'finished',
  lastSeenAt: null,
  ...change,
});

t.test('the tree, in the order that the commune gave it', async (t) => {
  const root = zoneTree(ZONES);
  t.equal(root?.zone.id, 'xa');
  t.same(
    root?.children.map(({ zone: { id } }) => id),
    ['doai', 'dong'],
  );
  t.equal(zoneTree([]), undefined);
});

t.test('choosing a zone takes in what is below it', async (t) => {
  t.same(toggleZone(ZONES, [], 'dong'), ['dong']);
  t.same(toggleZone(ZONES, ['dinh', 'ben'], 'dong'), ['dong']);
  t.same([...withBelow(ZONES, ['dong'])].sort(), ['ben', 'dinh', 'dong']);
});

t.test('leaving one out of a chosen whole keeps the others', async (t) => {
  t.same(toggleZone(ZONES, ['xa'], 'doai'), ['dong']);
  t.same(toggleZone(ZONES, ['xa'], 'dinh').sort(), ['ben', 'doai']);
  t.same(toggleZone(ZONES, ['dong'], 'dong'), []);
});

t.test('a press changes that zone and leaves every zone beside it as it was', async (t) => {
  const ids = ZONES.map(({ id }) => id);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...ids), { maxLength: 12 }),
      fc.constantFrom(...ids),
      (presses, last) => {
        const chosen = presses.reduce<string[]>((sofar, id) => toggleZone(ZONES, sofar, id), []);
        const before = withBelow(ZONES, chosen);
        const after = withBelow(ZONES, toggleZone(ZONES, chosen, last));
        const below = withBelow(ZONES, [last]);
        const isAbove = (id: string) => withBelow(ZONES, [id]).has(last);
        return (
          after.has(last) !== before.has(last) &&
          ids.every((id) => below.has(id) || isAbove(id) || before.has(id) === after.has(id))
        );
      },
    ),
  );
  t.pass();
});

t.test('where a bulletin would sound', async (t) => {
  const speakers = [
    speaker('a', 'dinh'),
    speaker('b', 'ben', { online: false }),
    speaker('c', 'doai', { locked: true }),
    speaker('not heard', 'doai', { confirmed: false }),
    speaker('off', 'doai', { enabled: false }),
  ];
  const all = reachOf(ZONES, speakers, ['xa']);
  t.same(
    all.speakers.map(({ id }) => id),
    ['a', 'b', 'c'],
  );
  t.match(all, { offline: 1, locked: 1, villages: 2 });
  t.match(reachOf(ZONES, speakers, ['dong']), { offline: 1, locked: 0, villages: 1 });
  t.match(reachOf(ZONES, speakers, []), { offline: 0, villages: 0, speakers: [] });
  const everywhere = reachOf(ZONES, [...speakers, speaker('office', 'xa')], ['xa']);
  t.match(everywhere, { offline: 1, villages: 0 }, 'one of the whole commune is in no village');
});

t.test('zones by name, in the order of the tree; a part says of which village it is', async (t) => {
  t.same(zoneNames(ZONES, ['ben', 'doai', 'xa']), ['xa', 'doai', 'ben (dong)']);
  t.equal(zonePath(ZONES, 'dinh'), 'dinh, dong');
  t.equal(zonePath(ZONES, 'dong'), 'dong');
  t.equal(zonePath(ZONES, 'xa'), 'xa');
  t.equal(zonePath(ZONES, 'gone'), '');
  t.same(
    zonesInOrder(ZONES).map(({ zone: { id }, depth }) => `${depth} ${id}`),
    ['0 doai', '0 dong', '1 dinh', '1 ben'],
  );
});
