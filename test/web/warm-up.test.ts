import t from 'tap';
import { createWarmUp } from '../../src/web/warm-up.ts';
import { startStation } from '../harness.ts';

t.test('an emergency and “stop all” are made ready once the station listens, a piece a turn', async (t) => {
  const done: string[] = [];
  const station = await startStation(t);
  const { warmUp } = station.app;
  for (const url of ['/api/users', '/api/emergency', '/api/stop-all']) warmUp.add(url, () => done.push(url));
  t.same(done, []);
  await station.listen();
  t.same(done, [], 'after the start');
  while (done.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  t.same(done, ['/api/emergency', '/api/stop-all']);
});

t.test('what is left when the station stops is not done', async (t) => {
  const warmUp = createWarmUp();
  let done = 0;
  warmUp.urgent('/x');
  for (let i = 0; i < 3; i++) warmUp.add('/x', () => done++);
  const stop = warmUp.start();
  while (done < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  stop();
  const before = done;
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.equal(done, before);
});
