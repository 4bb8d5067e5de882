import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createAudioCache } from '../../src/speech/cache.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FACTS = { durationMs: 1_000, engine: 'e', voice: 'v', lufs: -16, truePeak: -3, normalised: 'xin chào' };

async function cacheIn(dir: string, limitBytes = 1_000_000) {
  let now = Date.UTC(2026, 10, 20);
  const cache = createAudioCache({ dir, limitBytes, maxAgeMs: 30 * DAY, now: () => now });
  await cache.open();
  const add = async (key: string, bytes: number) => {
    const path = join(await cache.workDir(), 'mastered.mp3');
    writeFileSync(path, key.repeat(bytes));
    return cache.add(key, path, { ...FACTS, bytes });
  };
  return {
    cache,
    add,
    wait(ms: number) {
      now += ms;
    },
  };
}

t.test('keeps a file by its content and finds it by its key', async (t) => {
  const dir = t.testdir();
  const { cache, add } = await cacheIn(dir);
  const entry = await add('k', 1_000);
  t.match(entry.id, /^[0-9a-f]{64}$/);
  t.same(await cache.find('k'), entry);
  t.equal(cache.file(entry.id), join(dir, `${entry.id}.mp3`));
  t.equal(await cache.find('other'), undefined);
  t.equal(cache.file('0'.repeat(64)), undefined);
  t.equal(cache.file('../../etc/passwd'), undefined);
  const reopened = await cacheIn(dir);
  t.same(await reopened.cache.find('k'), entry);
});

t.test('a damaged entry or a file of another length is not there', async (t) => {
  const dir = t.testdir();
  const { cache, add } = await cacheIn(dir);
  const { id } = await add('k', 1_000);
  await add('j', 1_000);
  truncateSync(join(dir, `${id}.mp3`), 10);
  t.equal(await cache.find('k'), undefined);
  writeFileSync(join(dir, 'index', 'j.json'), '{"id":');
  t.equal(await cache.find('j'), undefined);
});

t.test('opening clears what a crash left, and only that', async (t) => {
  const dir = t.testdir();
  const { cache, add } = await cacheIn(dir);
  const { id } = await add('k', 10);
  mkdirSync(join(dir, 'tmp', 'render-dead'));
  writeFileSync(join(dir, 'tmp', 'render-dead', 'speech.wav'), 'half');
  await cache.open();
  t.same(readdirSync(join(dir, 'tmp')), []);
  t.ok(existsSync(join(dir, `${id}.mp3`)));
});

t.test('what has not been used for longest goes first', async (t) => {
  const dir = t.testdir();
  const { cache, add, wait } = await cacheIn(dir, 2_500);
  const [a, b, c] = [await add('a', 1_000), await add('b', 1_000), await add('c', 1_000)];
  t.equal(await cache.evict(), 3_000, 'what was used within the hour may be on its way to a speaker');
  wait(2 * HOUR);
  await cache.find('a');
  wait(2 * HOUR);
  cache.file(b.id);
  wait(2 * HOUR);
  t.equal(await cache.evict(), 2_000);
  t.ok(cache.file(a.id));
  t.ok(cache.file(b.id));
  t.equal(cache.file(c.id), undefined);
  t.equal(await cache.find('c'), undefined);
  t.same(readdirSync(join(dir, 'index')).sort(), ['a.json', 'b.json']);
  t.same(cache.size(), { files: 2, bytes: 2_000, limitBytes: 2_500 });
});

t.test('what nobody has used for long goes, below the limit too', async (t) => {
  const { cache, add, wait } = await cacheIn(t.testdir());
  await add('o', 1_000);
  wait(20 * DAY);
  await add('n', 1_000);
  wait(20 * DAY);
  t.equal(await cache.evict(), 1_000);
  t.equal(await cache.find('o'), undefined);
  t.ok(await cache.find('n'));
});

t.test('the same sound for two requests is one file', async (t) => {
  const dir = t.testdir();
  const { cache } = await cacheIn(dir);
  for (const key of ['x', 'y']) {
    const path = join(await cache.workDir(), 'mastered.mp3');
    writeFileSync(path, 'same');
    await cache.add(key, path, { ...FACTS, bytes: 4 });
  }
  t.equal(readdirSync(dir).filter((name) => name.endsWith('.mp3')).length, 1);
  t.same(cache.size().files, 1);
  const entries = ['x', 'y'].map((key) => readFileSync(join(dir, 'index', `${key}.json`), 'utf8'));
  t.equal(entries[0], entries[1]);
});
