import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openDatabase } from '../../src/db/open.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { notifySocket } from '../protocols/notify-socket.ts';
import { stationFolder } from '../station-folder.ts';
import { tramso } from '../tramso-process.ts';

const READY = 'Trạm Số đã sẵn sàng';

t.test(
  'the first start tells address, one-time code and recovery code; the second no recovery code',
  async (t) => {
    const data = join(stationFolder(t), 'data');
    const port = await freePorts();
    const first = tramso(t, ['start', '--data', data, '--port', String(port)]);
    await first.says('Ctrl+C');
    t.match(first.out(), `http://127.0.0.1:${port}`);
    t.match(first.out(), /MÃ KHỞI TẠO .*: {2}[a-z0-9]{4}-[a-z0-9]{4}/);
    t.match(first.out(), /MÃ KHÔI PHỤC[\s\S]*([0-9A-Z]{4}-){6}[0-9A-Z]{4}/);
    t.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    for (const name of ['tramso.db', 'secret.key', 'tramso.pid']) {
      t.equal(statSync(join(data, name)).mode & 0o077, 0, `${name} is for the station’s user alone`);
    }

    const second = tramso(t, ['start', '--data', data, '--port', String(await freePorts())]);
    t.equal(await second.ended, 1);
    t.match(second.err(), /^tramso start: Trạm Số đang chạy trên thư mục dữ liệu .*\(tiến trình \d+\).*\n$/);

    const stopping = performance.now();
    first.child.kill('SIGTERM');
    t.equal(await first.ended, 0);
    t.ok(performance.now() - stopping < 5_000, 'stopped within 5 s');

    const again = tramso(t, ['start', '--data', data, '--port', String(port)]);
    await again.says('Ctrl+C');
    t.notMatch(again.out(), /KHÔI PHỤC/);
    const [, seconds] = /sau (\d+,\d) giây/.exec(again.out()) ?? [];
    t.comment(`ready after ${seconds} s`);
    again.child.kill('SIGINT');
    t.equal(await again.ended, 0);
  },
);

t.test('a kill -9 leaves nothing that stops the next start', async (t) => {
  const data = join(stationFolder(t), 'data');
  const args = ['start', '--data', data, '--port', String(await freePorts())];
  const first = tramso(t, args);
  await first.says(READY);
  first.child.kill('SIGKILL');
  t.equal(await first.ended, 'SIGKILL');
  const second = tramso(t, args);
  await second.says(READY);
});

t.test('each way of not starting is one line that says what to do', async (t) => {
  const dir = t.testdir({ 'bad.toml': '[listen]\nhtp_port = 1\n', data: {} });
  const told = async (t: Test, args: string[], code: number, line: RegExp) => {
    const station = tramso(t, ['start', ...args]);
    t.equal(await station.ended, code);
    t.match(station.err(), line);
    t.equal(station.err().split('\n').length, 2, station.err());
  };
  await t.test('a wrong key in the configuration', async (t) => {
    await told(
      t,
      ['--config', join(dir, 'bad.toml')],
      2,
      /không có khóa “listen\.htp_port”.*“listen\.http_port”/,
    );
  });
  await t.test('a port that is no number', (t) => told(t, ['--port', 'x'], 2, /--port/));
  await t.test('a flag that does not exist', (t) => told(t, ['--prot', '1'], 2, /--prot/));
  await t.test('a data folder that cannot be made', (t) =>
    told(t, ['--data', '/sys/tramso'], 1, /Không ghi được vào thư mục dữ liệu \/sys\/tramso/),
  );
  await t.test('a port in use', async (t) => {
    const port = await freePorts();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    t.teardown(() => other.close());
    const args = ['--data', join(dir, 'data'), '--port', String(port)];
    await told(t, args, 1, new RegExp(`Cổng ${port} đang có chương trình khác dùng`));
  });
  await t.test('a damaged database and no copy', async (t) => {
    const data = t.testdir({ 'tramso.db': 'x'.repeat(10_000) });
    await told(t, ['--data', data], 1, /Cơ sở dữ liệu trong .* bị hỏng/);
    t.equal(readFileSync(join(data, 'tramso.db'), 'utf8').length, 10_000, 'which is left as it is');
  });
});

t.test('a lost database is replaced with its copy, or stops the start; never a new station', async (t) => {
  const data = join(stationFolder(t), 'data');
  const args = ['start', '--data', data, '--port', String(await freePorts())];
  const first = tramso(t, args);
  await first.says('Ctrl+C');
  const backup = tramso(t, ['backup', '--data', data]);
  t.equal(await backup.ended, 0, backup.err());
  first.child.kill('SIGTERM');
  await first.ended;

  writeFileSync(join(data, 'tramso.db'), '');
  const second = tramso(t, args);
  await second.says(READY);
  t.match(second.out(), /the damaged database was replaced/);
  second.child.kill('SIGTERM');
  await second.ended;

  rmSync(join(data, 'tramso.db'));
  rmSync(join(data, 'backups', 'last-good.db'));
  for (const command of ['start', 'migrate', 'user']) {
    const third = tramso(t, [command, '--data', data]);
    t.equal(await third.ended, 2, command);
    t.match(third.err(), /đã mất hoặc trống.*scripts\/tramso restore/);
  }
  t.notOk(existsSync(join(data, 'tramso.db')));
});

t.test('systemd is told: ready, alive, stopping', async (t) => {
  const dir = stationFolder(t);
  const manager = await notifySocket(t, join(dir, 'notify'));
  // As systemd names the stream that standard output is.
  const preload = join(dir, 'journal.mjs');
  writeFileSync(
    preload,
    "import { fstatSync } from 'node:fs';\nconst { dev, ino } = fstatSync(1);\nprocess.env.JOURNAL_STREAM = [dev, ino].join(':');\n",
  );
  const env = {
    NOTIFY_SOCKET: manager.path,
    WATCHDOG_USEC: '1500000',
    NODE_OPTIONS: `--import=${preload}`,
  };
  const args = ['start', '--data', join(dir, 'data'), '--port', String(await freePorts())];
  const station = tramso(t, args, env);
  await manager.hears('READY=1');
  t.match(station.out(), READY);
  t.notMatch(station.out(), /KHÔI PHỤC/, 'the journal would keep the code');
  await manager.hears('WATCHDOG=1');

  station.child.kill('SIGSTOP');
  const before = manager.heard.length;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  t.ok(manager.heard.length - before <= 1, 'a station that hangs does not feed the watchdog');
  station.child.kill('SIGCONT');
  station.child.kill('SIGTERM');
  await manager.hears('STOPPING=1');
  t.equal(await station.ended, 0);
});

t.test('a damaged database is replaced at the start, and an alert says so', async (t) => {
  const data = join(stationFolder(t), 'data');
  const port = await freePorts();
  const args = ['start', '--data', data, '--port', String(port)];
  const first = tramso(t, args);
  await first.says(READY);
  const backup = tramso(t, ['backup', '--data', data]);
  t.equal(await backup.ended, 0, backup.err());
  first.child.kill('SIGTERM');
  await first.ended;
  writeFileSync(join(data, 'tramso.db'), 'y'.repeat(40_000));

  const second = tramso(t, args);
  await second.says(READY);
  t.match(second.out(), /the damaged database was replaced/);
  const doctor = tramso(t, ['doctor', '--data', data, '--json']);
  await doctor.ended;
  t.match(
    JSON.parse(doctor.out()).find(({ id }: { id: string }) => id === 'database'),
    { state: 'ok' },
  );
});

t.test('the doctor reads the audit log back, beside a station and without one', async (t) => {
  const data = join(stationFolder(t), 'data');
  const args = ['start', '--data', data, '--port', String(await freePorts())];
  const found = async () => {
    const doctor = tramso(t, ['doctor', '--data', data, '--json']);
    await doctor.ended;
    return JSON.parse(doctor.out()).find(({ id }: { id: string }) => id === 'audit');
  };
  const station = tramso(t, args);
  await station.says(READY);
  t.match(await found(), { state: 'ok', found: { vi: /nguyên vẹn, 1 dòng/ } });
  station.child.kill('SIGTERM');
  await station.ended;
  t.match(await found(), { state: 'ok' });
  const db = openDatabase(join(data, 'tramso.db'));
  db.exec('DROP TRIGGER audit_kept; DELETE FROM audit');
  db.close();
  t.match(await found(), { state: 'failed', found: { vi: /không còn nguyên vẹn từ dòng 1/ } });
  const again = tramso(t, args);
  await again.says(READY);
  t.match(await found(), { state: 'failed' });
});
