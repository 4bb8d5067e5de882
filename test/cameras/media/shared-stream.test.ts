import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type Opening, SharedStream } from '../../../src/cameras/media/shared-stream.ts';
import { StartGate } from '../../../src/cameras/media/start-gate.ts';
import { Ear, until } from './media-rig.ts';

/** A stream that cannot be opened, and when that was tried. */
function shut() {
  const tries: number[] = [];
  const open = (): Opening => {
    tries.push(performance.now());
    return { reason: 'camera.unreachable' };
  };
  const stream = new SharedStream({
    open,
    start: () => {
      throw new Error('nothing is to be started');
    },
    gate: new StartGate(),
    // The longest of each wait, so that a test knows it.
    random: () => 1,
    lingerMs: 60_000,
    hasteMs: 400,
    turned() {},
    broke: (error) => {
      throw error;
    },
    unused() {},
  });
  return { stream, tries };
}

t.test('whoever joins a stream that waits has it tried, but no two tries in one moment', async (t) => {
  const { stream, tries } = shut();
  t.teardown(() => stream.end());
  stream.join(new Ear());
  // Five waits of a second, and then the first of five.
  await until('it waits for long', () => tries.length === 6, 10_000);
  await sleep(600);
  stream.join(new Ear());
  await until('tried at once', () => tries.length === 7, 200);

  for (let visitors = 0; visitors < 20; visitors++) stream.join(new Ear());
  await sleep(300);
  t.equal(tries.length, 7, 'it has failed just now');
  await until('the same once for all of them', () => tries.length === 8, 400);
  const [before = 0, last = 0] = tries.slice(-2);
  t.ok(last - before > 390 && last - before < 600, `${Math.round(last - before)} ms`);
  await sleep(600);
  t.equal(tries.length, 8, 'and then it waits as before');
});
