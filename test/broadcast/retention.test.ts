import t from 'tap';
import { v7 as uuidv7 } from 'uuid';
import { playoutsRepository } from '../../src/broadcast/playout/playouts-repository.ts';
import { EMPTY, type PlayoutRecord } from '../../src/broadcast/playout/record.ts';
import { forgetOld } from '../../src/broadcast/playout/retention.ts';
import { targetsRepository } from '../../src/broadcast/playout/targets-repository.ts';
import { DAY_MS } from '../../src/clock.ts';
import { MORNING, stand } from './stand.ts';

t.test('what each speaker did is forgotten first, the playout later, a plan never', async (t) => {
  const { app } = await stand(t);
  const playouts = playoutsRepository(app.db);
  const targets = targetsRepository(app.db);
  const script = { text: 'Thử', voice: null, speed: 1, pitch: 0, decisions: {} };
  const ages: [days: number, state: PlayoutRecord['state']][] = [
    [500, 'played'],
    [300, 'partial'],
    [100, 'failed'],
    [-5, 'planned'],
    [10, 'played'],
  ];
  let replayOf: string | null = null;
  for (const [days, state] of ages) {
    const at = MORNING - days * DAY_MS;
    const id = uuidv7({ msecs: at });
    const times = { plannedAt: at, originAt: at, createdAt: at };
    playouts.insert({ ...EMPTY, ...times, id, title: `${days}`, script, kind: 'manual', state, replayOf });
    replayOf = state === 'played' && days === 500 ? id : null;
    const none = {
      acceptedAt: null,
      startedAt: null,
      finishedAt: null,
      lateMs: null,
      error: null,
      detail: null,
    };
    const row = {
      speakerId: 'a',
      name: 'Loa',
      zoneId: null,
      acknowledges: 'finished',
      state: 'commanded',
    } as const;
    targets.insert(id, [{ ...row, ...none, commandedAt: at, voice: 'vi', away: false }]);
  }
  const left = () =>
    playouts.list({}, 100).map(({ title, state, id }) => `${title} ${state} ${targets.of(id).length}`);
  // Played while the machine took it for 2020: its id is the smallest of all, and its time is right.
  const wrong = uuidv7({ msecs: Date.UTC(2020, 0, 1) });
  const recent = playouts.list({}, 100).find(({ title }) => title === '10');
  if (!recent) throw new Error('it was just inserted');
  playouts.insert({ ...recent, id: wrong, title: '2020', plannedAt: MORNING - DAY_MS, replayOf: null });
  targets.insert(wrong, targets.of(recent.id));
  await forgetOld(playouts, targets, { now: MORNING, logDays: 400, targetDays: 200, goOn: () => false });
  t.equal(left().length, 6, 'a station that closes goes home');
  await forgetOld(playouts, targets, { now: MORNING, logDays: 400, targetDays: 200, goOn: () => true });
  t.same(left(), ['-5 planned 1', '2020 played 1', '10 played 1', '100 failed 1', '300 partial 0']);
  t.same(app.db.pragma('foreign_key_check'), []);
});
