import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { wavHeader } from '../../src/speech/pcm.ts';
import { createSentenceCache, freshSentences } from '../../src/speech/sentence-cache.ts';

const RATE = 22_050;
/** A WAV of so many samples. */
const wavOf = (samples: number) =>
  Buffer.concat([wavHeader(RATE, samples * 2), Buffer.alloc(samples * 2, 7)]);
const makes = (samples: number) => (path: string) => writeFile(path, wavOf(samples));

function cacheIn(dir: string, limitBytes = 1_000_000) {
  const clock = { now: Date.UTC(2026, 10, 20) };
  return {
    clock,
    cache: createSentenceCache({ dir: join(dir, 's'), limitBytes, now: () => clock.now }),
    dir: join(dir, 's'),
  };
}

t.test('a sentence is made once, also over a restart', async (t) => {
  const top = t.testdir();
  const { cache, dir } = cacheIn(top);
  await cache.open();
  let made = 0;
  const make = (path: string) => {
    made++;
    return makes(500)(path);
  };
  const first = await cache.get(['fpt', 'xin chào'], make);
  t.equal(first?.samples.length, 500);
  t.same(await cache.get(['fpt', 'xin chào'], make), first);
  await cache.get(['zalo', 'xin chào'], make);
  t.equal(made, 2, 'another key, another sound');
  const again = cacheIn(top).cache;
  await again.open();
  await again.get(['fpt', 'xin chào'], make);
  t.equal(made, 2);
  t.ok(readdirSync(dir).every((name) => /^[0-9a-f]{64}\.wav$/.test(name)));
});

t.test('what was not made, or is no sound, is not kept', async (t) => {
  const { cache, dir } = cacheIn(t.testdir());
  await cache.open();
  await t.rejects(
    cache.get('a', async (path) => {
      writeFileSync(path, 'half');
      throw new Error('the engine crashed');
    }),
    { message: 'the engine crashed' },
  );
  t.equal(await cache.get('b', (path) => writeFile(path, '<html>')), undefined);
  t.same(readdirSync(dir), []);
});

t.test('what a power cut has spoiled is made again, and what it left is swept away', async (t) => {
  const top = t.testdir();
  const { cache, dir } = cacheIn(top);
  await cache.open();
  await cache.get('a', makes(500));
  const [name = ''] = readdirSync(dir);
  for (const spoilt of [0, 20]) {
    truncateSync(join(dir, name), spoilt);
    t.equal((await cache.get('a', makes(600)))?.samples.length, 600, `${spoilt} bytes`);
  }
  writeFileSync(join(dir, 'x.part'), 'rest');
  writeFileSync(join(dir, 'x.part.encoded'), 'what a service sent');
  await cacheIn(top).cache.open();
  t.same(readdirSync(dir), [name]);
});

t.test('bounded: the least used goes first', async (t) => {
  const { cache, clock, dir } = cacheIn(t.testdir(), 10_000);
  await cache.open();
  for (const key of ['a', 'b', 'c']) {
    clock.now += 60_000;
    await cache.get(key, makes(1_500));
  }
  clock.now += 60_000;
  let remade = 0;
  const noting = (path: string) => {
    remade++;
    return makes(1_500)(path);
  };
  await cache.get('a', noting);
  clock.now += 60_000;
  await cache.get('d', makes(1_500));
  const bytes = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  t.ok(bytes <= 10_000, `${bytes} bytes`);
  await cache.get('a', noting);
  t.equal(remade, 0, 'what was used of late is still there');
  await cache.evict(0);
  t.same(readdirSync(dir), []);
});

t.test('fresh sentences are made each time', async (t) => {
  const fresh = freshSentences(t.testdir());
  let made = 0;
  for (let i = 0; i < 2; i++)
    await fresh.get('a', (path) => {
      made++;
      return makes(10)(path);
    });
  t.equal(made, 2);
});
