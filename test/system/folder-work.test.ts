import { execFileSync, spawn } from 'node:child_process';
import { argon2, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { openDatabase } from '../../src/db/open.ts';
import { createBackups } from '../../src/system/backup/backups.ts';
import { createFolderWork } from '../../src/system/backup/folder-work.ts';
import { newRecoveryCode, recipientOf } from '../../src/system/backup/recovery-code.ts';

t.setTimeout(120_000);

/** A pipe that nobody writes to: whoever reads it waits for ever, as on a network folder that hangs. */
async function hangingBackups(t: Test, silenceMs: number) {
  const data = t.testdir({ usb: {} });
  const masterKey = join(data, 'pipe');
  execFileSync('mkfifo', [masterKey]);
  const db = openDatabase(join(data, 'tramso.db'));
  t.teardown(() => db.close());
  const recipient = await recipientOf(newRecoveryCode());
  const folder = join(data, 'usb');
  const children: ReturnType<typeof spawn>[] = [];
  const watched = ((...args: Parameters<typeof spawn>) => {
    const child = spawn(...args);
    children.push(child);
    return child;
  }) as typeof spawn;
  const settings = { nightly: true, time: '01:30', folder, separateDisk: false, keep: 2 };
  const outcomes: unknown[] = [];
  const backups = createBackups({
    db,
    clock: { now: Date.now, monotonic: () => performance.now() },
    log: pino({ level: 'silent' }),
    data,
    masterKey,
    settings: () => settings,
    recovery: { recipient: () => recipient },
    work: createFolderWork(watched, silenceMs),
    onChange: () => {},
    onOutcome: ({ error }) => outcomes.push(error?.code),
  });
  return { backups, children, outcomes, folder };
}

/** The station does not wait for them; this test does. */
async function gone(child: ReturnType<typeof spawn>): Promise<NodeJS.Signals | null> {
  child.ref();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}

t.test(
  'a folder that hangs ends the backup, and neither passwords nor the next one wait for it',
  async (t) => {
    const { backups, children, outcomes } = await hangingBackups(t, 4_000);
    for (let n = 0; n < 2; n++) {
      const made = backups.start();
      made.catch(() => {});
      const parameters = { message: 'x', nonce: randomBytes(16), memory: 64, passes: 1, parallelism: 1 };
      await promisify(argon2)('argon2id', { ...parameters, tagLength: 32 });
      await t.rejects(made, {
        code: 'backup.place',
        details: { reason: 'ETIMEDOUT' },
        messageVi: /không trả lời/,
      });
      t.ok(backups.isDue(), 'it is tried again');
    }
    t.same(outcomes, ['backup.place', 'backup.place']);
    for (const child of children) await gone(child);
    await backups.close();
  },
);

t.test('a stop does not wait for the folder', async (t) => {
  const { backups, children, outcomes, folder } = await hangingBackups(t, 60_000);
  const made = backups.start();
  made.catch(() => {});
  while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const stopping = performance.now();
  await backups.close();
  t.ok(performance.now() - stopping < 1_000);
  await t.rejects(made, /stopping/);
  t.same(outcomes, [], 'that is no failure');
  for (const child of children) t.equal(await gone(child), 'SIGKILL');
});

t.test('a process that the kernel does not let go is not followed by others', async (t) => {
  let started = 0;
  const deaf = ((...args: Parameters<typeof spawn>) => {
    started++;
    const child = spawn(args[0], ['-e', 'setInterval(() => {}, 1000)'], args[2]);
    const kill = child.kill.bind(child);
    // As in an uninterruptible call: the signal waits.
    child.kill = () => true;
    t.teardown(() => kill('SIGKILL'));
    return child;
  }) as typeof spawn;
  const work = createFolderWork(deaf, 200);
  const ask = { folder: '/media/usb', data: '/nowhere' };
  for (let n = 0; n < 3; n++) await t.rejects(work.run('look', ask), { code: 'backup.place' });
  t.equal(started, 1);
});
