import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { goesToJournal } from '../../src/system/journal.ts';

t.test('the journal is known by its stream, not by a variable that a shell has inherited', async (t) => {
  const fd = openSync(join(t.testdir(), 'stream'), 'w');
  t.teardown(() => closeSync(fd));
  const { dev, ino } = fstatSync(fd, { bigint: true });
  t.equal(goesToJournal(fd, `${dev}:${ino}`), true);
  t.equal(goesToJournal(fd, `${dev}:${ino + 1n}`), false, 'a terminal below a user service');
  t.equal(goesToJournal(fd, undefined), false);
  t.equal(goesToJournal(999_999, '8:1'), false);
});
