import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { isRunning, lockDataFolder, noteInstance, readInstance } from '../../src/system/instance-lock.ts';

const LOCK = join(import.meta.dirname, '../../src/system/instance-lock.ts');

/** What another process gets when it asks for the lock. */
function elsewhere(data: string): string {
  const script = `import { lockDataFolder } from ${JSON.stringify(LOCK)};
    try { lockDataFolder(${JSON.stringify(data)}); console.log('locked'); } catch (error) { console.log(error.code); }`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  }).stdout.trim();
}

t.test('one process at a time holds a data folder', async (t) => {
  const data = join(t.testdir(), 'new');
  t.equal(isRunning(data), false);
  const unlock = lockDataFolder(data);
  t.equal(isRunning(data), true);
  t.equal(elsewhere(data), 'station.running');
  noteInstance(data, ['http://127.0.0.1:8080']);
  t.same(readInstance(data), { pid: String(process.pid), urls: ['http://127.0.0.1:8080'] });
  t.throws(() => lockDataFolder(data), { code: 'station.running', details: { pid: String(process.pid) } });
  unlock();
  t.equal(isRunning(data), false);
  t.equal(elsewhere(data), 'locked');
  t.equal(isRunning(data), false, 'a process that ends lets go, however it ends');
});

t.test('a folder that cannot be is told', async (t) => {
  t.throws(() => lockDataFolder('/sys/tramso'), { code: 'data.unwritable' });
  t.same(readInstance('/nowhere'), { pid: '?', urls: [] });
});
