import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { DAY_MS } from '../../src/clock.ts';
import { RELEASED_AT } from '../../src/db/clock-floor.ts';
import { startStation } from '../harness.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

t.test('a clock that ran ahead and was put right is accepted by an administrator', async (t) => {
  let wall = Date.now() + 365 * DAY_MS;
  const station = await startStation(t, { wall: () => wall });
  const admin = await station.signIn('admin');
  const editor = await station.signIn('editor');
  wall -= 365 * DAY_MS;
  t.equal(station.app.clock.trusted(), false);
  const clockFinding = async () => {
    const { body } = await admin.get('/api/system/health');
    return body.checks.find(({ id }: { id: string }) => id === 'clock');
  };
  t.match(await clockFinding(), { state: 'failed', advice: { vi: /clock accept/ } });

  t.equal((await editor.post('/api/system/clock')).status, 403);
  t.equal(station.app.clock.trusted(), false);
  t.equal((await admin.post('/api/system/clock')).status, 204);
  t.equal(station.app.clock.trusted(), true);
  t.not((await clockFinding()).state, 'failed');
  const { body } = await admin.get('/api/audit');
  t.equal(body.items[0].action, 'system.clock');

  wall = RELEASED_AT - DAY_MS;
  t.match(await admin.post('/api/system/clock'), {
    status: 409,
    body: { error: { code: 'clock.impossible' } },
  });
});

t.test('the same at the machine', async (t) => {
  const station = await startStation(t, { wall: () => Date.now() + 365 * DAY_MS });
  const { data } = station.app.config;
  await station.app.close();
  const clock = (...args: string[]) =>
    promisify(execFile)(process.execPath, [CLI, 'clock', ...args, '--data', data]).then(
      ({ stdout }) => stdout,
      ({ code, stdout }) => `${code} ${stdout}`,
    );
  t.match(await clock(), /^1 .*không tin/);
  t.match(await clock('accept'), /^Đã nhận giờ/);
  t.match(await clock(), /Trạm Số tin giờ này/);
  t.match(await clock('acept'), /^2 /);
});
