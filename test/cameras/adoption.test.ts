import t from 'tap';
import type { App } from '../../src/app.ts';
import { givenName } from '../../src/cameras/registry/own-name.ts';
import { madeUpOnvif, manyCameras } from './made-up-cameras.ts';
import { searchAll, startSlice } from './slice-of.ts';

const auditIn = (app: App) => (id: string) =>
  app.audit.append({ actor: 'test', action: 'camera.create', target: `camera:${id}` });

t.test('64 cameras are found and added with one account, once on each', async (t) => {
  const onvif = madeUpOnvif(manyCameras(64));
  const { station, slice } = await startSlice(t, onvif);
  const zoneId = station.app.commune.tree.root().id;
  await searchAll(slice);
  const { found, state } = slice.search.state();
  t.equal(state, 'done');
  t.equal(found.length, 64);
  t.ok(found.every(({ known }) => known === null));
  const keys = found.map(({ key }) => key);
  const began = performance.now();
  slice.adoption.prepare({
    keys,
    username: 'admin',
    password: 'right',
    zoneId,
    names: { [keys[0] ?? '']: 'Cổng ủy ban' },
  })(auditIn(station.app));
  t.throws(() => slice.adoption.prepare({ keys, username: 'admin', password: 'right' }), {
    code: 'camera.adoption_running',
  });
  await slice.adoption.settled();
  t.comment(`${Math.round(performance.now() - began)} ms`);
  const { results, progress } = slice.adoption.state();
  t.equal(progress, 1);
  t.ok(results.every(({ outcome }) => outcome === 'added'));
  t.equal(slice.registry.size, 64);
  t.equal(onvif.tries.length, 64);
  const names = [...slice.registry.all()].map(({ name }) => name);
  t.equal(new Set(names).size, 64);
  t.ok(names.includes('Cổng ủy ban'));
  t.ok(names.includes('ACME Eye 1 (11)'));
  const [first] = slice.registry.all();
  t.match(first, { zoneId, maker: 'ACME', profile: 'generic' });
  t.same(
    first?.streams.map(({ role, width, token }) => [role, width, token]),
    [
      ['main', 1920, 'P1main'],
      ['sub', 640, 'P1sub'],
    ],
  );

  await searchAll(slice);
  t.ok(
    slice.search.state().found.every(({ known }) => known !== null),
    'they are known now',
  );
  slice.adoption.prepare({ keys, username: 'admin', password: 'right' })(auditIn(station.app));
  await slice.adoption.settled();
  t.ok(slice.adoption.state().results.every(({ outcome }) => outcome === 'known'));
  t.equal(onvif.tries.length, 64, 'and not asked again');
  t.equal(slice.registry.size, 64);
});

t.test('a camera keeps the name that it was given in its own settings', async (t) => {
  const named = [
    { name: 'Chợ xã 2 (mô phỏng)', maker: 'Lab', model: 'LC-2000' },
    { name: 'IPCamera', maker: 'Lab', model: 'LC-2000' },
    { name: 'Cổng trường' },
    { name: 'cổng TRƯỜNG' },
    { name: 'Đình làng', channels: 2 },
    { name: 'Nhà kho' },
  ];
  const onvif = madeUpOnvif(named.map((one, index) => ({ ...one, address: `192.168.1.${index + 10}` })));
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  const names = { [keys[5] ?? '']: 'Kho lúa' };
  const account = { username: 'admin', password: 'right' };
  slice.adoption.prepare({ keys, ...account, names })(auditIn(station.app));
  await slice.adoption.settled();
  t.same([...slice.registry.all()].map(({ name }) => name).sort(), [
    'ACME Eye 1 (12)',
    'ACME Eye 1 (13)',
    'Chợ xã 2 (mô phỏng)',
    'Kho lúa',
    'Lab LC-2000 (11)',
    'Đình làng kênh 1',
    'Đình làng kênh 2',
  ]);
  onvif.cameras.push({ address: '192.168.1.99', name: 'Kho lúa' });
  await searchAll(slice);
  const late = slice.search.state().found.filter(({ known }) => known === null);
  t.equal(late.length, 1);
  slice.adoption.prepare({ keys: late.map(({ key }) => key), ...account })(auditIn(station.app));
  await slice.adoption.settled();
  t.ok(
    [...slice.registry.all()].some(({ name }) => name === 'ACME Eye 1 (99)'),
    'that name is taken',
  );
});

t.test('names that cameras come with', async (t) => {
  const traits = ['HIKVISION', 'DS-2CD2612F-I', 'DS-2CD2612F-I20160530', '192.168.1.64', 'c0:56:e3:00:00:61'];
  const given = (name: string) => givenName({ name, traits });
  const ofMakers =
    'HIKVISION|DS-2CD2612F-I|ds 2cd2612f|HIKVISION DS-2CD2612F-I|IPCamera|IP CAMERA|IPC|Camera 01|NVR|CAM-3|' +
    'Network Video Recorder|Embedded Net DVR|c056e3000061|192.168.1.64|NetworkVideoTransmitter|Channel 1||- 7';
  for (const name of ofMakers.split('|')) t.equal(given(name), '', name);
  for (const name of ['Cổng chợ', 'Camera cổng 2', 'UBND xã', 'Ngã ba ĐT-741', 'Nhà ông Nam (HIKVISION)'])
    t.equal(given(name), name);
});

t.test('a wrong password is tried once, and not often even when an officer insists', async (t) => {
  const onvif = madeUpOnvif(manyCameras(3));
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  const adopt = async () => {
    slice.adoption.prepare({ keys, username: 'admin', password: 'wrong' })(auditIn(station.app));
    await slice.adoption.settled();
    return slice.adoption.state().results.map(({ outcome }) => outcome);
  };
  t.same(await adopt(), ['refused', 'refused', 'refused']);
  t.equal(onvif.tries.length, 3);
  t.match(slice.adoption.state().results[0], {
    text: /không nhận tên đăng nhập hoặc mật khẩu/,
    cameraIds: [],
  });
  await adopt();
  await adopt();
  t.same(await adopt(), ['locked', 'locked', 'locked'], 'five failures would lock a camera: QĐ 724/QĐ-BTTTT');
  t.equal(onvif.tries.length, 9);
  t.equal(slice.registry.size, 0);
});

t.test('a full disk ends neither the adoption nor the station', async (t) => {
  const onvif = madeUpOnvif(manyCameras(6));
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  t.intercept(station.app.alerts, 'clear', {
    value: () => {
      throw new Error('SQLITE_FULL: database or disk is full');
    },
  });
  slice.adoption.prepare({ keys, username: 'admin', password: 'right' })(auditIn(station.app));
  await slice.adoption.settled();
  t.match(slice.adoption.state(), { state: 'done', progress: 1, results: { length: 6 } });
  t.equal(slice.registry.size, 6);
});

t.test('of many unknown cameras nothing is told once they are added', async (t) => {
  const onvif = madeUpOnvif(manyCameras(12));
  const { station, slice } = await startSlice(t, onvif);
  const open = () => station.app.alerts.open().map(({ rule }) => rule);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  const adopt = async (some: string[]) => {
    slice.adoption.prepare({ keys: some, username: 'admin', password: 'right' })(auditIn(station.app));
    await slice.adoption.settled();
  };
  await adopt(keys.slice(0, 1));
  t.same(open(), []);
  await searchAll(slice);
  t.same(open(), ['camera.many_unknown']);
  await adopt(keys.slice(1, 10));
  t.same(open(), ['camera.unknown', 'camera.unknown']);
  await adopt(keys.slice(10));
  t.same(open(), []);
});

t.test('nor once they are added by hand, with a search of some addresses in between', async (t) => {
  const onvif = madeUpOnvif(manyCameras(13));
  const { station, slice } = await startSlice(t, onvif);
  const open = () => station.app.alerts.open().map(({ rule }) => rule);
  const audit = auditIn(station.app);
  const [first, ...others] = onvif.cameras.map(({ address }) => address);
  const add = (url: string, name: string) => slice.byHand({ name, url }, audit);
  await add(`rtsp://${first}/1`, 'Camera 0');
  await searchAll(slice);
  t.same(open(), ['camera.many_unknown'], 'twelve others');
  t.match(station.app.alerts.open()[0], { title: /12 camera lạ/ });
  slice.search.prepare({ addresses: others.slice(0, 1) })();
  await slice.search.settled();
  for (const address of others.slice(0, 4)) await add(`rtsp://${address}/1`, `Camera ${address}`);
  t.same(
    open(),
    Array.from({ length: 8 }, () => 'camera.unknown'),
  );
  const account = { username: 'admin', password: 'right' };
  for (const host of others.slice(4)) await slice.byHand({ name: `Camera ${host}`, host, ...account }, audit);
  t.same(open(), []);
});

t.test('a recorder of 16 channels becomes 16 cameras of one unit', async (t) => {
  const onvif = madeUpOnvif([{ address: '192.168.1.9', channels: 16, mac: 'c0:ff:ee:00:00:01' }]);
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const [{ key = '' } = {}] = slice.search.state().found;
  const adopt = async () => {
    slice.adoption.prepare({ keys: [key], username: 'admin', password: 'right', names: { [key]: 'Chợ' } })(
      auditIn(station.app),
    );
    await slice.adoption.settled();
    return slice.adoption.state().results[0];
  };
  t.match(await adopt(), { outcome: 'added', text: 'Đã thêm 16 camera.' });
  const cameras = [...slice.registry.all()];
  t.equal(cameras.length, 16);
  t.equal(new Set(cameras.map(({ unitKey }) => unitKey)).size, 1);
  t.equal(new Set(cameras.map(({ channel }) => channel)).size, 16);
  t.equal(cameras[15]?.name, 'Chợ kênh 16');
  const macs = cameras.map(({ id }) => slice.registry.device(id)?.macs.length);
  t.equal(macs.filter(Boolean).length, 1, 'its MAC address belongs to one device');

  onvif.cameras = [{ address: '192.168.1.9', channels: 17, mac: 'c0:ff:ee:00:00:01' }];
  t.match(await adopt(), { outcome: 'added', cameraIds: { length: 1 } }, 'another lens, added later');
  t.equal(slice.registry.size, 17);
});

t.test('what each camera answers is told in words', async (t) => {
  const onvif = madeUpOnvif([
    { address: '192.168.1.1', fails: 'unreachable' },
    { address: '192.168.1.2', fails: 'locked' },
    { address: '192.168.1.3', fails: 'malformed' },
    { address: '192.168.1.4', fails: 'fault' },
    { address: '192.168.1.5', channels: 0 },
  ]);
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = [...slice.search.state().found.map(({ key }) => key), 'urn:uuid:nobody'];
  slice.adoption.prepare({ keys, username: 'admin', password: 'right' })(auditIn(station.app));
  await slice.adoption.settled();
  const { results } = slice.adoption.state();
  const outcome = (address: string) => results.find((result) => result.address === address)?.outcome;
  t.equal(outcome('192.168.1.1'), 'unreachable');
  t.equal(outcome('192.168.1.2'), 'locked');
  t.equal(outcome('192.168.1.3'), 'failed');
  t.equal(outcome('192.168.1.4'), 'failed');
  t.equal(outcome('192.168.1.5'), 'no_stream');
  t.equal(outcome(''), 'failed');
  for (const { text, textEn } of results) t.ok(text.length > 20 && textEn.length > 20);
});

t.test('what a hostile camera says of itself stays text of one short line', async (t) => {
  const html = '<img src=x onerror=alert(1)>';
  const onvif = madeUpOnvif([
    {
      address: '192.168.1.66',
      maker: `${html}\u0000\u001b[31m\u202e`,
      model: 'M'.repeat(10_240),
      serial: '\r\nX-Evil: 1',
      path: '/a"b\'\n?user=admin&password=b%C3%AD',
    },
  ]);
  const { station, slice } = await startSlice(t, onvif);
  await searchAll(slice);
  const keys = slice.search.state().found.map(({ key }) => key);
  slice.adoption.prepare({ keys, username: 'admin', password: 'right' })(auditIn(station.app));
  await slice.adoption.settled();
  const [camera] = slice.registry.all();
  if (!camera) throw new Error(JSON.stringify(slice.adoption.state()));
  t.ok(camera.name.length <= 100);
  t.ok(camera.model.length <= 100);
  const view = slice.viewOf(camera);
  t.notMatch(JSON.stringify(view), /\p{Cc}|\p{Cf}|\\u00|\\n|\\r/u);
  t.equal(view.streams[0]?.url, 'rtsp://192.168.1.66:554/a%22b%27%0A?user=admin&password=***');
  t.equal(slice.registry.stream(camera.id, 'main')?.url.split('password=')[1], 'b%C3%AD', 'it can be opened');
  t.notMatch(JSON.stringify(station.app.db.prepare('SELECT * FROM cameras').all()), /b%C3%AD/);
});
