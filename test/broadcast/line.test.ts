import fc from 'fast-check';
import t from 'tap';
import { createDispatch, inOrder } from '../../src/broadcast/playout/dispatch.ts';
import { EMPTY, type PlayoutRecord } from '../../src/broadcast/playout/record.ts';
import type { StartOrder } from '../../src/broadcast/playout/start.ts';
import { stand } from './stand.ts';

t.setTimeout(120_000);

const AT = Date.UTC(2026, 11, 1, 1, 0);
const SPEAKERS = ['a', 'b', 'c', 'd'];

interface Item {
  readonly zoneIds: string[];
  readonly priority: 'normal' | 'priority';
  /** Ticks after the first, and how many of them it sounds. */
  readonly at: number;
  readonly ticks: number;
}

/** Plays the items on a clock of one tick a second; returns each start with who was waiting for what then. */
function play(items: readonly Item[]): { started: PlayoutRecord; waiting: PlayoutRecord[] }[] {
  let now = AT;
  const busyUntil = new Map<string, number>();
  const starts: { started: PlayoutRecord; waiting: PlayoutRecord[] }[] = [];
  const before = new Map<string, PlayoutRecord>();
  const waits = new Set<string>();
  const records = items.map(({ zoneIds, priority, at }, i): PlayoutRecord => {
    const plannedAt = AT + at * 1_000;
    const given = {
      title: `${i}`,
      kind: 'manual',
      originAt: plannedAt,
      createdAt: 0,
      state: 'ready',
    } as const;
    return { ...EMPTY, ...given, id: `${i}`, bulletinId: 'x', zoneIds, priority, plannedAt };
  });
  const clock = { now: () => now, monotonic: () => now - AT, trusted: () => true, bootId: 'boot' };
  // biome-ignore lint/suspicious/noExplicitAny: only what a turn in the line asks of the station
  const parts: any = {
    app: { clock },
    settings: () => ({
      graceSeconds: 60,
      replayMinutes: 15,
      waitMinutes: 120,
      permittedFrom: '00:00',
      permittedTo: '00:00',
      prepareSeconds: 90,
      emergencyLeadMs: 0,
    }),
    air: { get: () => undefined, busyFor: (id: string) => Math.max(0, (busyUntil.get(id) ?? 0) - now) },
    playouts: {
      save(record: PlayoutRecord) {
        waits.add(record.id);
        before.set(record.id, record);
      },
    },
    preparer: {
      audioOf: () => ({ id: 'x', durationMs: 1 }),
      errorOf: () => undefined,
      renderedMs: () => 0,
      prepare() {},
      forget() {},
    },
    reach: ({ zoneIds }: PlayoutRecord) => zoneIds.map((id) => ({ id })),
    bulletin: () => ({ state: 'approved', version: 1 }),
    emergencyUnderWay: () => false,
    refused: () => false,
    whyLate: () => 'late',
    starter: {
      start({ record }: StartOrder) {
        const waiting = [...before.values()].filter(({ id }) => waits.has(id) && id !== record.id);
        starts.push({ started: record, waiting });
        before.delete(record.id);
        const { ticks } = items[Number(record.id)] as Item;
        for (const id of record.zoneIds) busyUntil.set(id, now + ticks * 1_000);
      },
    },
  };
  const dispatch = createDispatch(parts);
  for (const record of records) before.set(record.id, record);
  for (let tick = 0; tick < 400 && before.size > 0; tick++) {
    const kept = new Set<string>();
    for (const record of [...before.values()].sort(inOrder)) dispatch.step(record, now, kept);
    now += 1_000;
  }
  return starts;
}

const item = fc.record({
  zoneIds: fc.uniqueArray(fc.constantFrom(...SPEAKERS), { minLength: 1 }),
  priority: fc.constantFrom('normal' as const, 'priority' as const),
  at: fc.nat(20),
  ticks: fc.integer({ min: 1, max: 15 }),
});

t.test('nobody takes a speaker for which somebody before him in the line waits', async () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 8 }), (items) => {
      const starts = play(items);
      if (starts.length !== items.length) return false;
      return starts.every(({ started, waiting }) =>
        waiting.every(
          (other) =>
            inOrder(started, other) < 0 || !other.zoneIds.some((zone) => started.zoneIds.includes(zone)),
        ),
      );
    }),
    { numRuns: 500 },
  );
});

t.test('a priority bulletin for all, while the villages talk in turn', async (t) => {
  const s = await stand(t);
  const village = async (name: string) => (await s.admin.post('/api/zones', { name })).body.id as string;
  const [east, west] = [await village('Thôn Đông'), await village('Thôn Tây')];
  const busy = s.addSpeaker('Loa Đông', { zoneId: east, finishesAfter: 60_000 });
  s.addSpeaker('Loa Tây', { zoneId: west });
  const long = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(20) });
  const normal = await s.approved('Thường');
  const urgent = await s.approved('Ưu tiên', { priority: 'priority' });
  const play = async (id: string, zone: string) =>
    (await s.editor.post(`/api/bulletins/${id}/play`, { zoneIds: [zone] })).body.id as string;
  const first = await play(long, east);
  await s.reaches(first, 'playing');
  const forAll = await play(urgent, s.zone);
  await s.reaches(forAll, 'ready');
  const behind = await play(normal, west);
  await s.reaches(behind, 'ready');
  s.report(busy, first, 'failed');
  await s.reaches(forAll, 'playing');
  t.equal((await s.playout(behind)).state, 'ready', 'its speakers were kept for who was before it');
  await s.reaches(behind, 'played');
});
