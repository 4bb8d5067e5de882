import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createRenderQueue } from '../../src/speech/queue.ts';

/** Work that ends when told to, and notes what happens to it. */
function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { started: false, aborted: false };
  const work = (signal: AbortSignal) => {
    state.started = true;
    signal.addEventListener('abort', () => {
      state.aborted = true;
      reject(signal.reason);
    });
    return promise;
  };
  return { state, work, finish: resolve, fail: reject };
}

t.test('the same key runs once and everybody gets the result', async (t) => {
  const queue = createRenderQueue<string>(2);
  const job = gate();
  const unused = gate();
  const both = [queue.run('a', false, job.work), queue.run('a', false, unused.work)];
  await sleep(1);
  job.finish('sound');
  t.same(await Promise.all(both), ['sound', 'sound']);
  t.notOk(unused.state.started);
  const again = gate();
  again.finish('anew');
  t.equal(await queue.run('a', false, again.work), 'anew');
});

t.test('two at a time; an emergency goes first and has a slot of its own', async (t) => {
  const queue = createRenderQueue<string>(2);
  const gates = Object.fromEntries(['b1', 'b2', 'b3', 'e1', 'e2'].map((key) => [key, gate()] as const));
  const of = (key: string) => gates[key] ?? gate();
  const all = ['b1', 'b2', 'b3'].map((key) => queue.run(key, false, of(key).work));
  await sleep(1);
  t.same(
    ['b1', 'b2', 'b3'].map((key) => of(key).state.started),
    [true, true, false],
  );
  all.push(...['e1', 'e2'].map((key) => queue.run(key, true, of(key).work)));
  await sleep(1);
  t.ok(of('e1').state.started, 'the emergency does not wait for bulletins');
  t.notOk(of('e2').state.started);
  of('b1').finish('done');
  await sleep(1);
  t.ok(of('e2').state.started, 'the emergency is before the bulletin that waited longer');
  t.notOk(of('b3').state.started);
  for (const key of ['b2', 'e1', 'e2', 'b3']) of(key).finish('done');
  t.same(await Promise.all(all), Array(5).fill('done'));
});

t.test('a job is aborted when the last who waits for it has gone', async (t) => {
  const queue = createRenderQueue<string>(1);
  const job = gate();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = queue.run('a', false, job.work, first.signal);
  const two = queue.run('a', false, job.work, second.signal);
  await sleep(1);
  first.abort(new Error('first left'));
  await t.rejects(one, { message: 'first left' });
  t.notOk(job.state.aborted);
  second.abort(new Error('second left'));
  await t.rejects(two, { message: 'second left' });
  t.ok(job.state.aborted);
  await t.rejects(queue.run('a', false, job.work, first.signal), { message: 'first left' });
});

t.test('what has not begun never begins once it is aborted', async (t) => {
  const queue = createRenderQueue<string>(1);
  const running = gate();
  const waiting = gate();
  const controller = new AbortController();
  const first = queue.run('a', false, running.work);
  const second = queue.run('b', false, waiting.work, controller.signal);
  controller.abort(new Error('left'));
  await t.rejects(second, { message: 'left' });
  running.finish('done');
  await first;
  await sleep(1);
  t.notOk(waiting.state.started);
});

t.test('a failure reaches everybody, and the next begins anew', async (t) => {
  const queue = createRenderQueue<string>(1);
  const job = gate();
  const both = [queue.run('a', false, job.work), queue.run('a', false, job.work)];
  job.fail(new Error('broken'));
  for (const run of both) await t.rejects(run, { message: 'broken' });
  const again = gate();
  again.finish('works');
  t.equal(await queue.run('a', false, again.work), 'works');
});

t.test('closing aborts everything and waits for it', async (t) => {
  const queue = createRenderQueue<string>(1);
  const [running, waiting] = [gate(), gate()];
  const both = [queue.run('a', false, running.work), queue.run('b', false, waiting.work)];
  for (const run of both) run.catch(() => {});
  await sleep(1);
  await queue.close();
  t.ok(running.state.aborted);
  t.notOk(waiting.state.started);
  for (const run of both) await t.rejects(run, { message: 'the station is closing' });
});
