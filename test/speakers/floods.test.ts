import t from 'tap';
import { Floods } from '../../src/speakers/floods.ts';

t.test('each device has its own count, which begins anew after ten seconds', (t) => {
  let now = 0;
  const floods = new Floods(() => now);
  t.ok(floods.take('dong', 999));
  t.ok(floods.take('dong', 1));
  t.notOk(floods.take('dong', 1));
  t.ok(floods.take('tay', 1), 'others are not concerned');
  now = 10_000;
  t.notOk(floods.take('dong', 1));
  now = 10_001;
  t.ok(floods.take('dong', 1_000));
  t.notOk(floods.take('dong', 1));
  t.end();
});
