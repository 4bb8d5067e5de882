import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createUsage } from '../../src/speech/usage.ts';

/** Half past midnight in Việt Nam, when in Greenwich it is still October. */
const NOVEMBER = Date.UTC(2026, 9, 31, 17, 30);

t.test('counts by service, and remembers over a restart', async (t) => {
  const dir = t.testdir();
  const usage = createUsage(dir, () => NOVEMBER);
  t.equal(usage.used('fpt'), 0);
  await Promise.all([usage.add('fpt', 100), usage.add('zalo', 7), usage.add('fpt', 20)]);
  t.same([usage.used('fpt'), usage.used('zalo'), usage.used('vbee')], [120, 7, 0]);
  const again = createUsage(dir, () => NOVEMBER);
  t.same([again.used('fpt'), again.used('zalo')], [120, 7]);
  t.same(readdirSync(dir), ['usage.json'], 'nothing else is left');
});

t.test('begins anew with the local month', async (t) => {
  const dir = t.testdir();
  let now = NOVEMBER - 3_600_000;
  const usage = createUsage(dir, () => now);
  await usage.add('fpt', 100);
  t.match(readFileSync(join(dir, 'usage.json'), 'utf8'), /2026-10/);
  now = NOVEMBER;
  t.equal(usage.used('fpt'), 0);
  await usage.add('fpt', 5);
  t.equal(createUsage(dir, () => now).used('fpt'), 5);
  t.equal(
    createUsage(dir, () => NOVEMBER + 40 * 86_400_000).used('fpt'),
    0,
    'nor is an old file taken for this month',
  );
});

t.test('a file that cannot be read counts from nothing', async (t) => {
  for (const content of [
    '',
    '{',
    '[]',
    '{"month":"x","characters":{}}',
    '{"month":"2026-11","characters":{"fpt":-1}}',
  ]) {
    const dir = t.testdir({ 'usage.json': content });
    const usage = createUsage(dir, () => NOVEMBER);
    t.equal(usage.used('fpt'), 0, content);
    await usage.add('fpt', 3);
    t.equal(createUsage(dir, () => NOVEMBER).used('fpt'), 3, content);
  }
});

t.test('what could not be written is told, kept in memory, and written with the next', async (t) => {
  const dir = join(t.testdir(), 'gone');
  const usage = createUsage(dir, () => NOVEMBER);
  await t.rejects(usage.add('fpt', 10), { code: 'ENOENT' });
  t.equal(usage.used('fpt'), 10);
  mkdirSync(dir);
  await usage.add('fpt', 1);
  t.equal(createUsage(dir, () => NOVEMBER).used('fpt'), 11);
  rmSync(dir, { recursive: true });
  writeFileSync(dir, 'a file');
  t.equal(createUsage(dir, () => NOVEMBER).used('fpt'), 0);
});
