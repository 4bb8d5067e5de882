import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import { notifier } from '../../src/protocols/sd-notify.ts';

/** A stand-in for systemd: a unix datagram socket that prints what it receives (Perl is in every Debian). */
const RECEIVER = `use Socket; $| = 1;
socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; bind(S, sockaddr_un($ARGV[0])) or die; print "bound\\n";
while (defined recv(S, my $m, 4096, 0)) { $m =~ s/\\n/ /g; print "$m\\n"; }`;

t.test('messages reach the notify socket', async (t) => {
  const socket = `${t.testdir()}/notify`;
  const receiver = spawn('perl', ['-e', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => receiver.kill());
  const lines = createInterface({ input: receiver.stdout });
  const received: string[] = [];
  lines.on('line', (line) => received.push(line));
  await once(lines, 'line');

  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '30000000' };
  const notify = notifier({ env });
  t.equal(notify.watchdogMs, 30_000);
  t.same(Object.keys(env), ['PATH'], 'children inherit nothing to notify with');

  t.equal(await notify.send('READY=1', 'STATUS=Đang chạy'), true);
  t.equal(await notify.send('WATCHDOG=1'), true);
  t.equal(await notify.send('STOPPING=1'), true);
  while (!received.some((line) => line.includes('STOPPING=1'))) await once(lines, 'line');
  const said = received.filter((line) => line !== 'bound' && !line.includes('BARRIER'));
  t.same(
    said.map((line) => line.trim()),
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
