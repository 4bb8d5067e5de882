import type { spawn } from 'node:child_process';
import t from 'tap';
import { notifier } from '../../src/protocols/sd-notify.ts';
import { notifySocket } from './notify-socket.ts';

t.test('messages reach the notify socket', async (t) => {
  const manager = await notifySocket(t, `${t.testdir()}/notify`);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NOTIFY_SOCKET: manager.path,
    WATCHDOG_USEC: '30000000',
  };
  const notify = notifier({ env });
  t.equal(notify.watchdogMs, 30_000);
  t.same(Object.keys(env), ['PATH'], 'children inherit nothing to notify with');

  t.equal(await notify.send('READY=1', 'STATUS=Đang chạy'), true);
  t.equal(await notify.send('WATCHDOG=1'), true);
  t.equal(await notify.send('STOPPING=1'), true);
  await manager.hears('STOPPING=1');
  t.same(
    manager.heard.filter((line) => !line.includes('BARRIER')),
    ['READY=1 STATUS=Đang chạy', 'WATCHDOG=1', 'STOPPING=1'],
  );
});

t.test('without a service manager nothing is run', async (t) => {
  const run = (() => t.fail('nothing may be spawned')) as unknown as typeof spawn;
  const notify = notifier({ env: { WATCHDOG_USEC: '30000000' }, spawn: run });
  t.equal(notify.watchdogMs, undefined);
  t.equal(await notify.send('READY=1'), false);
});

t.test('a watchdog meant for another process is left alone', async (t) => {
  const env = { NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '1000000', WATCHDOG_PID: '1' };
  t.equal(notifier({ env, pid: 42 }).watchdogMs, undefined);
});

t.test('a missing systemd-notify is told, not thrown', async (t) => {
  const notify = notifier({ env: { NOTIFY_SOCKET: '/nowhere', PATH: '/nowhere' } });
  t.equal(await notify.send('READY=1'), false);
});
