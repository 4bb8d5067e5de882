import t from 'tap';
import { bulletinsRepository } from '../../src/broadcast/bulletins/bulletins-repository.ts';
import type { BroadcastSettings } from '../../src/broadcast/config.ts';
import { createTemplates } from '../../src/broadcast/emergency/templates.ts';
import { templatesRepository } from '../../src/broadcast/emergency/templates-repository.ts';
import { createWarm } from '../../src/broadcast/emergency/warm.ts';
import { createNotices } from '../../src/broadcast/playout/notices.ts';
import { createPlayouts } from '../../src/broadcast/playout/playouts.ts';
import { EMPTY, type PlayoutRecord } from '../../src/broadcast/playout/record.ts';
import { schedulesRepository } from '../../src/broadcast/schedules/schedules-repository.ts';
import { DAY_MS } from '../../src/clock.ts';
import { pause, type Stand, soon, stand } from './stand.ts';

t.setTimeout(120_000);

async function rules(s: Stand): Promise<string[]> {
  const { items } = (await s.viewer.get('/api/alerts?state=open')).body;
  return items.map(({ rule }: { rule: string }) => rule);
}

/** Waits until exactly these alerts are open. */
async function opens(s: Stand, ...wanted: string[]): Promise<string[]> {
  const end = performance.now() + 10_000;
  for (;;) {
    const found = await rules(s);
    if (String(found) === String(wanted) || performance.now() > end) return found;
    await pause(50);
  }
}

/** A schedule about to be due that nobody could hear. */
async function unheard(s: Stand) {
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  const schedule = { bulletinId, zoneIds: [s.zone], ...when };
  const { id } = (await s.editor.post('/api/schedules', schedule)).body;
  const plan = (await s.playouts())[0]?.id ?? '';
  s.step(at - s.now() - 8_000);
  t.same(await opens(s, 'broadcast.no_speaker'), ['broadcast.no_speaker']);
  return { id, plan, at, schedule, bulletinId };
}

t.test('an alert before air ends with its plan', async (t) => {
  t.test('cancelled', async (t) => {
    const s = await stand(t);
    const { plan } = await unheard(s);
    await s.editor.post(`/api/playouts/${plan}/cancel`);
    t.same(await rules(s), []);
  });
  t.test('stopped with everything', async (t) => {
    const s = await stand(t);
    await unheard(s);
    await s.editor.post('/api/stop-all', { confirm: true });
    t.same(await rules(s), []);
  });
  t.test('its schedule switched off', async (t) => {
    const s = await stand(t);
    const { id, schedule } = await unheard(s);
    await s.editor.put(`/api/schedules/${id}`, { ...schedule, enabled: false });
    t.same(await rules(s), []);
  });
  t.test('or moved to another time', async (t) => {
    const s = await stand(t);
    const { id, schedule } = await unheard(s);
    const { at, ...later } = soon(s.now(), 600_000);
    t.equal((await s.editor.put(`/api/schedules/${id}`, { ...schedule, ...later })).status, 200);
    t.same(await rules(s), []);
  });
});

t.test('what a schedule failed to say is said by hand: its alert is gone', async (t) => {
  const s = await stand(t);
  const { plan, bulletinId } = await unheard(s);
  await s.reaches(plan, 'failed');
  t.same(await rules(s), ['broadcast.no_speaker']);
  s.addSpeaker('Loa 1');
  const { body } = await s.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'played');
  t.same(await opens(s), []);
});

t.test('what nobody made good is told of for a week, or until somebody has taken it on', async (t) => {
  const s = await stand(t);
  const notices = createNotices(s.app, () => []);
  const record: PlayoutRecord = {
    ...EMPTY,
    id: 'x',
    title: 'Lũ',
    kind: 'emergency',
    plannedAt: s.now(),
    originAt: s.now(),
    createdAt: s.now(),
  };
  for (const rule of [
    'broadcast.no_speaker',
    'broadcast.prepare_failed',
    'broadcast.not_approved',
  ] as const) {
    notices.beforeAir(rule, record);
    notices.expire(s.now() + 6 * DAY_MS);
    t.same(await rules(s), [rule], 'not before');
    notices.expire(s.now() + 8 * DAY_MS);
    t.same(await rules(s), []);
    notices.beforeAir(rule, record);
    const { items } = (await s.viewer.get('/api/alerts?state=open')).body;
    s.app.alerts.acknowledge(items[0].id, 'Trực ban');
    notices.expire(s.now());
    t.same(await rules(s), []);
  }
});

t.test('what a disk refuses at midnight is done the next night', async (t) => {
  const s = await stand(t);
  const { plan } = await unheard(s);
  await s.reaches(plan, 'failed');
  const { app } = s;
  const settings = () => app.settings.find('broadcast')?.get() as BroadcastSettings;
  const schedules = schedulesRepository(app.db);
  const bulletinRows = bulletinsRepository(app.db);
  const templateRows = templatesRepository(app.db);
  const warm = createWarm(app, templateRows);
  const templates = createTemplates({ app, rows: templateRows, warm });
  const playouts = createPlayouts({ app, settings, schedules, bulletinRows, templates, warm });
  const { items } = (await s.viewer.get('/api/alerts?state=open')).body;
  app.alerts.acknowledge(items[0].id, 'Trực ban');
  app.db.pragma('query_only = ON');
  await t.rejects(playouts.daily(), 'which startChores guards');
  app.db.pragma('query_only = OFF');
  t.same(await rules(s), ['broadcast.no_speaker']);
  await playouts.daily();
  t.same(await rules(s), [], 'the next night it is done');
});
