import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { createBallast } from '../../src/system/ballast.ts';
import { type DiskSpace, diskSpace } from '../../src/system/data-folder.ts';
import { createDiskWatch, type DiskLevel, levelOf } from '../../src/system/disk-watch.ts';

const GB = 1_073_741_824;

t.test('80 and 90 % are the levels, left only with some slack', async (t) => {
  t.equal(levelOf(0.79, 'ok'), 'ok');
  t.equal(levelOf(0.8, 'ok'), 'low');
  t.equal(levelOf(0.9, 'low'), 'full');
  t.equal(levelOf(0.89, 'full'), 'full', 'a little below 90 % it stays');
  t.equal(levelOf(0.87, 'full'), 'low');
  t.equal(levelOf(0.79, 'low'), 'low', 'a little below 80 % it stays');
  t.equal(levelOf(0.77, 'low'), 'ok');
  const levels = fc.constantFrom<DiskLevel>('ok', 'low', 'full');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), levels, (used, before) => {
      const level = levelOf(used, before);
      return (
        levelOf(used, level) === level && (used < 0.9 || level === 'full') && (used > 0.77 || level === 'ok')
      );
    }),
  );
});

t.test('each change of level is told once; the ballast goes before the last room does', async (t) => {
  const told: string[] = [];
  let ballast = 'none';
  let now: DiskSpace = { free: 100 * GB, used: 0.2 };
  const watch = createDiskWatch({
    data: t.testdir(),
    ballast: {
      async load() {
        ballast = 'loaded';
      },
      async drop() {
        ballast = 'dropped';
        return true;
      },
    },
    onLevel: (level, _state, before) => told.push(`${before} → ${level}`),
    space: async () => now,
  });
  const look = async (used: number, free: number) => {
    now = { used, free };
    await watch.look();
  };
  t.equal(watch.state(), undefined);
  await look(0.2, 100 * GB);
  t.equal(ballast, 'loaded');
  await look(0.85, 10 * GB);
  await look(0.86, 9 * GB);
  await look(0.999, 1_000_000);
  t.equal(ballast, 'dropped');
  await look(0.5, 50 * GB);
  t.same(told, ['undefined → ok', 'ok → low', 'low → full', 'full → ok']);
  t.equal(ballast, 'loaded');
});

t.test('a disk that takes no writes is known, and no ballast is tried on it', async (t) => {
  const done: string[] = [];
  let readOnly = true;
  let refusal = '';
  const watch = createDiskWatch({
    data: t.testdir(),
    ballast: {
      async load() {
        done.push('load');
      },
      async drop() {
        done.push('drop');
        return true;
      },
    },
    onLevel: () => done.push('level'),
    space: async () => ({ free: 100 * GB, used: 0.2 }),
    isReadOnly: async () => readOnly,
    tryWrite() {
      if (refusal) throw Object.assign(new Error('refused'), { code: refusal });
    },
  });
  await watch.look();
  t.match(watch.state(), { readOnly: true });
  t.same(done, []);
  readOnly = false;
  await watch.look();
  t.match(watch.state(), { readOnly: false });
  t.equal(done[0], 'load');
  t.equal(watch.takesNone(), false, 'it is tried');
  refusal = 'EROFS';
  t.equal(watch.takesNone(), true, 'one that does not call itself read-only');
  await watch.look();
  t.match(watch.state(), { readOnly: true });
  refusal = 'ENOSPC';
  await watch.look();
  t.match(watch.state(), { readOnly: false }, 'a full one is another matter');
});

t.test('a look that fails says so', async (t) => {
  const watch = createDiskWatch({
    data: '/nowhere',
    ballast: createBallast('/nowhere'),
    onLevel: () => t.fail('nothing was seen'),
  });
  await t.rejects(watch.look(), { code: 'ENOENT' });
});

t.test('ballast is real room, taken only where it does not weigh', async (t) => {
  const data = t.testdir();
  const small = createBallast(data, 2 * 1_048_576);
  await small.load();
  t.equal(statSync(join(data, 'ballast')).size, 2 * 1_048_576);
  t.ok(statSync(join(data, 'ballast')).blocks * 512 >= 2 * 1_048_576, 'no hole in the file');
  t.equal(await small.drop(), true);
  t.equal(await small.drop(), false);
  const { free } = await diskSpace(data);
  await createBallast(data, free).load();
  t.notOk(existsSync(join(data, 'ballast')), 'a disk that it would fill gets none');
});
