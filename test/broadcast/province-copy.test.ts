import { rmSync } from 'node:fs';
import t from 'tap';
import { SPEAKERS_AT_ONCE, speakersCopies } from '../../src/broadcast/playout/province-copy.ts';
import type { Target } from '../../src/broadcast/playout/target.ts';
import { MAX_PAYLOAD_BYTES } from '../../src/outbox/outbox.ts';
import { stationFolder } from '../station-folder.ts';
import { pause, type Stand, stand } from './stand.ts';

t.setTimeout(180_000);

const MANY = 500;
const NAME = 'Cụm loa nhà văn hóa thôn Đông, xã Ứng Hòa, cạnh đường liên xã';
/** The longest that a speaker may say of its trouble, in letters that weigh most. */
const REASON = '\u0001'.repeat(200);

/** What the province was sent of a playout: its rows in order. */
function sent(
  { app }: Stand,
  id: string,
): { type: string; bytes: number; payload: Record<string, unknown> }[] {
  const rows = app.db
    .prepare("SELECT type, payload FROM outbox WHERE type LIKE 'playout%' ORDER BY seq")
    .all();
  return (rows as { type: string; payload: string }[])
    .map(({ type, payload }) => ({ type, bytes: Buffer.byteLength(payload), payload: JSON.parse(payload) }))
    .filter(({ payload }) => payload.id === id || payload.playoutId === id);
}

function village(s: Stand): string[] {
  return Array.from({ length: MANY }, (_, i) => s.addSpeaker(`${NAME} ${i}`, { neverStarts: true }));
}

async function onAir(s: Stand): Promise<string> {
  const bulletin = await s.approved();
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'playing');
  return body.id;
}

function allFail(s: Stand, ids: string[], playoutId: string): void {
  for (const speakerId of ids) {
    s.app.events.emit('speaker.report', {
      speakerId,
      playoutId,
      kind: 'failed',
      at: s.now(),
      reason: REASON,
    });
  }
}

t.test('no speaker can have so much to say that a row of the outbox is too heavy', async (t) => {
  const target: Target = {
    speakerId: '0199a8f0-0000-7000-8000-000000000000',
    name: '\u0001'.repeat(100),
    zoneId: '0199a8f0-0000-7000-8000-000000000000',
    acknowledges: 'finished',
    state: 'failed',
    commandedAt: 1.7e12,
    acceptedAt: 1.7e12,
    startedAt: 1.7e12,
    finishedAt: 1.7e12,
    lateMs: -10_000,
    error: 'device',
    detail: REASON,
    voice: '\u0001'.repeat(100),
    away: false,
  };
  const copies = speakersCopies('0199a8f0-0000-7000-8000-000000000000', Array(MANY).fill(target));
  t.equal(copies.length, MANY / SPEAKERS_AT_ONCE);
  for (const copy of copies) t.ok(Buffer.byteLength(JSON.stringify(copy)) < MAX_PAYLOAD_BYTES);
});

t.test(
  'a playout that goes wrong on 500 speakers comes to its end, and the province learns of each',
  async (t) => {
    const s = await stand(t);
    const ids = village(s);
    const id = await onAir(s);
    allFail(s, ids, id);
    t.match(await s.reaches(id, 'failed'), {
      reasonCode: 'all_failed',
      counts: { total: MANY, failed: MANY },
    });
    const [first, ...rest] = sent(s, id);
    t.match(first, { type: 'playout', payload: { state: 'failed', failed: MANY } });
    const speakers = rest.flatMap(
      ({ payload }) => payload.speakers as { speakerId: string; error: string }[],
    );
    t.same(speakers.map(({ speakerId }) => speakerId).sort(), [...ids].sort(), 'each of them once');
    t.ok(
      speakers.every(({ error }) => error === 'device'),
      'codes, not texts',
    );
  },
);

t.test('and so it does when it is stopped', async (t) => {
  const s = await stand(t);
  const ids = village(s);
  const id = await onAir(s);
  allFail(s, ids.slice(1), id);
  const since = performance.now();
  t.match((await s.editor.post('/api/stop-all', { confirm: true })).body, { interrupted: 1 });
  t.ok(performance.now() - since < 1_000, 'within a second');
  t.match(await s.playout(id), { state: 'interrupted', reasonCode: 'stopped_all' });
  t.equal((await s.admin.get('/api/audit?action=playout.stop_all')).body.items.length, 1);
});

t.test('and when the station went down', async (t) => {
  const data = stationFolder(t);
  const before = await stand(t, { data });
  const ids = village(before);
  const id = await onAir(before);
  allFail(before, ids.slice(1), id);
  await pause(300);
  await before.station.close();
  const s = await stand(t, { data });
  t.match(await s.reaches(id, 'interrupted'), { reasonCode: 'power_replayed' });
  t.ok((await s.playouts()).some(({ replayOf }) => replayOf === id));
  rmSync(data, { recursive: true, force: true });
});

t.test('a copy that cannot be carried keeps nothing from its end', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const { append } = s.app.outbox;
  s.app.outbox.append = (message) => {
    if (message.type.startsWith('playout')) throw new RangeError('too heavy');
    return append(message);
  };
  const id = await onAir(s);
  await s.reaches(id, 'played');
});
