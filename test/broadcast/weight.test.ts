import t from 'tap';
import { bulletinsRepository } from '../../src/broadcast/bulletins/bulletins-repository.ts';
import { playoutsRepository } from '../../src/broadcast/playout/playouts-repository.ts';
import type { Db } from '../../src/db/open.ts';
import { MORNING, pause, stand } from './stand.ts';

t.setTimeout(180_000);

/** How SQLite means to answer what these methods ask, as it says when they are prepared. */
function plans(db: Db, ...parts: string[]): string[] {
  const asked: string[] = [];
  playoutsRepository(
    new Proxy(db, {
      get(target, key) {
        if (key !== 'prepare') return Reflect.get(target, key);
        return (sql: string) => {
          asked.push(sql);
          return target.prepare(sql);
        };
      },
    }),
  );
  return asked
    .filter((sql) => parts.every((part) => sql.includes(part)))
    .flatMap((sql) => {
      const nothing = Array(sql.split('?').length - 1).fill(null);
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(nothing) as { detail: string }[];
      return steps.map(({ detail }) => detail);
    });
}

t.test('what is asked each second has an index for it', async (t) => {
  const s = await stand(t);
  const { db } = s.app;
  const dueNow = plans(db, 'UNION').filter((line) => /SCAN|SEARCH/.test(line));
  t.match(dueNow.join('\n'), /INDEX playouts_before_air/);
  t.match(dueNow.join('\n'), /INDEX playouts_in_hand/);
  for (const [parts, index] of [
    [['planned_at < ?', 'NOT (planned_at'], 'playouts_before_air'],
    [['EXISTS (SELECT 1 FROM bulletins'], 'playouts_before_air'],
    [["WHERE state = 'playing'"], 'playouts_playing'],
    [["kind = 'emergency'"], 'playouts_in_hand'],
    [['schedule_id = ?', 'replay_of IS NULL'], 'playouts_schedule'],
    [['min(planned_at)'], 'playouts_schedule'],
  ] as const) {
    t.match(plans(db, ...parts).join('\n'), `INDEX ${index}`, parts.join(' … '));
  }
});

t.test('a page of bulletins begins where the one before ended, and reads none of those', async (t) => {
  const { app } = await stand(t);
  const asked: string[] = [];
  const prepare = (sql: string) => {
    asked.push(sql);
    return app.db.prepare(sql);
  };
  const db = new Proxy(app.db, {
    get: (target, key) => (key === 'prepare' ? prepare : Reflect.get(target, key)),
  });
  bulletinsRepository(db);
  const sql = asked.find((text) => text.includes('instr(b.title_key')) ?? '';
  const steps = app.db.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+/g, 'NULL')}`).all() as {
    detail: string;
  }[];
  t.match(steps[0]?.detail, /SEARCH b USING INDEX bulletins_updated \(\(updated_at,id\)/);
});

t.test(
  'many schedules with many times: planned, changed and dropped a few milliseconds at a time',
  async (t) => {
    const s = await stand(t, { at: MORNING });
    const bulletinId = await s.approved();
    const times = Array.from(
      { length: 48 },
      (_, i) => `${String(5 + Math.floor(i / 3)).padStart(2, '0')}:${(i % 3) * 20 || '00'}`,
    );
    const schedule = { bulletinId, zoneIds: [s.zone], kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], times };
    const planned = async (count: number) => {
      const end = performance.now() + 60_000;
      const read = s.app.db
        .prepare<[], number>("SELECT count(*) FROM playouts WHERE state = 'planned' AND title = 'Đổi tên'")
        .pluck();
      while (read.get() !== count) {
        if (performance.now() > end) throw new Error(`${read.get()} of ${count}`);
        await pause(20);
      }
    };
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) ids.push((await s.editor.post('/api/schedules', schedule)).body.id);
    t.match((await s.playouts(`&from=${MORNING}`))[0], { state: 'planned' });
    const edit = { title: 'Đổi tên', text: 'Mời bà con đi họp.', chime: '', version: 1 };
    const changes = s.app.db.prepare<[], number>('SELECT total_changes()').pluck();
    let last = changes.get() ?? 0;
    let most = 0;
    let watching = true;
    const watch = () => {
      const now = changes.get() ?? 0;
      most = Math.max(most, now - last);
      last = now;
      if (watching) setImmediate(watch);
    };
    watch();
    t.equal((await s.editor.put(`/api/bulletins/${bulletinId}`, edit)).status, 200);
    // What is past of today was never meant.
    const today = times.filter((time) => time >= '08:00').length;
    const before = times.length - today;
    await planned(10 * (13 * times.length + today + before));
    watching = false;
    t.ok(most < 400, `${most} rows of ${10 * 14 * times.length} changed in one turn`);
    for (const id of ids) await s.editor.put(`/api/schedules/${id}`, { ...schedule, enabled: false });
    await planned(0);
  },
);
