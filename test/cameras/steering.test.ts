import t from 'tap';
import { madeUpOnvif } from './made-up-cameras.ts';
import { searchAll, startSlice } from './slice-of.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function adopted(t: Parameters<typeof startSlice>[0], more: object = {}) {
  const onvif = madeUpOnvif([{ address: '192.168.1.5', ptz: true, ...more }]);
  const { slice, station } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  slice.adoption.prepare({ keys, username: 'admin', password: 'right' })(() => {});
  await slice.adoption.settled();
  const [{ id = '' } = {}] = slice.registry.all();
  onvif.tries.length = 0;
  return { onvif, slice, station, id };
}

t.test('a movement ends by itself, and the newest command counts', async (t) => {
  const { onvif, slice, id } = await adopted(t);
  const { steering } = slice;
  const speeds = [0.1, 0.2, 0.3, 0.4];
  await Promise.all(speeds.map((pan) => steering.move(id, { pan, tilt: 0, zoom: 0 }, 80)));
  t.same(onvif.asked, ['192.168.1.5 move P1main 0.1 0 0 80', '192.168.1.5 move P1main 0.4 0 0 80']);
  await pause(150);
  t.equal(onvif.asked.at(-1), '192.168.1.5 stop P1main');
  t.equal(onvif.asked.length, 3);
  await steering.move(id, { pan: 0, tilt: -1, zoom: 1 }, 5_000);
  await steering.stop(id);
  t.equal(onvif.asked.at(-1), '192.168.1.5 stop P1main');
  t.equal(onvif.tries.length, 1, 'got through to once');
  await steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 5_000);
  await steering.close();
  t.equal(onvif.asked.at(-1), '192.168.1.5 stop P1main', 'what moves at the end is stopped');
});

t.test('one command with a wrong account is one try', async (t) => {
  const { onvif, slice, id } = await adopted(t);
  for (const camera of onvif.cameras) camera.password = 'another';
  await t.rejects(slice.steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 50), { code: 'camera.refused' });
  await pause(120);
  t.equal(onvif.tries.length, 1, 'what has not begun is not told to stop');
  await t.rejects(slice.steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 50), {
    code: 'camera.account_resting',
  });
  t.equal(onvif.tries.length, 1);
});

t.test(
  'a slow camera moves as long as a quick one, and one that refused to move is left alone',
  async (t) => {
    const { onvif, slice, id } = await adopted(t);
    const [camera] = onvif.cameras;
    if (!camera) throw new Error('no camera');
    camera.slowMs = 300;
    await slice.steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 100);
    await pause(50);
    t.same(onvif.asked, ['192.168.1.5 move P1main 1 0 0 100'], 'no stop in the moment of the answer');
    await pause(200);
    t.equal(onvif.asked.at(-1), '192.168.1.5 stop P1main');
    slice.accessChanged(id);
    camera.password = 'another';
    onvif.tries.length = 0;
    await t.rejects(slice.steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 50), { code: 'camera.refused' });
    await pause(400);
    t.equal(onvif.tries.length, 1, 'a wrong account goes out once');
  },
);

t.test('the end of the station waits a second for a camera that does not answer', async (t) => {
  const { onvif, slice, id } = await adopted(t);
  const [camera] = onvif.cameras;
  if (!camera) throw new Error('no camera');
  camera.slowMs = 4_000;
  slice.steering.move(id, { pan: 1, tilt: 0, zoom: 0 }, 5_000).catch(() => {});
  const began = performance.now();
  await slice.steering.close();
  t.ok(performance.now() - began < 2_000);
});

t.test('presets, and names that are made fit to be shown', async (t) => {
  const { onvif, slice, id } = await adopted(t);
  t.same(await slice.steering.presets(id), [{ token: '1', name: 'Cổng <b>' }]);
  t.equal(await slice.steering.setPreset(id, ' Chợ  '), '2');
  await slice.steering.goToPreset(id, '2');
  await slice.steering.removePreset(id, '2');
  t.same(onvif.asked, [
    '192.168.1.5 preset P1main Chợ',
    '192.168.1.5 go P1main 2',
    '192.168.1.5 remove P1main 2',
  ]);
});

t.test('a camera that cannot move says so, and is not asked', async (t) => {
  const { onvif, slice, id } = await adopted(t, { ptz: false });
  t.throws(() => slice.steering.check(id), { code: 'camera.no_ptz' });
  await t.rejects(slice.steering.presets(id), { code: 'camera.no_ptz' });
  t.same(onvif.tries, []);
});

t.test('its clock is set, by hand or by a server', async (t) => {
  const { onvif, slice, id } = await adopted(t);
  t.match(await slice.setClock(id, undefined), { driftMs: 12, ntp: false, timeZone: 'CST-7' });
  t.match(await slice.setClock(id, '192.168.1.2'), { ntp: true });
  t.match(await slice.setClock(id, null), { ntp: false });
  t.same(
    onvif.asked.map((line) => line.split(' ').slice(1).join(' ')),
    ['setClock', 'setClock', 'setNtp 192.168.1.2', 'setClock'],
  );
  onvif.cameras = [];
  await t.rejects(slice.setClock(id, undefined), { code: 'camera.unreachable' });
});
