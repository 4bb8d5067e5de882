import t from 'tap';
import { addressesOf } from '../../src/cameras/discovery/ranges.ts';
import { madeUpOnvif } from './made-up-cameras.ts';
import { searchAll, startSlice } from './slice-of.ts';

const NO_AUDIT = () => {};

t.test('ranges become addresses, and wrong ones are named', async (t) => {
  t.same(addressesOf(['192.168.1.0/30'], []), ['192.168.1.1', '192.168.1.2']);
  t.same(addressesOf(['192.168.1.9-11'], []), ['192.168.1.9', '192.168.1.10', '192.168.1.11']);
  t.same(addressesOf(['192.168.1.7/32', '10.0.0.254-10.0.1.1'], [' 10.0.0.254 ']), [
    '10.0.0.254',
    '192.168.1.7',
    '10.0.0.255',
    '10.0.1.0',
    '10.0.1.1',
  ]);
  t.equal(addressesOf(['192.168.77.200/24'], []).length, 254);
  const wrong: [string[], string[], string][] = [
    [['0.0.0.0/0'], [], 'ranges.0'],
    [['192.168.0.0/16'], [], 'ranges.0'],
    [['192.168.1.0/24', '224.0.0.1/32'], [], 'ranges.1'],
    [['10.0.0.9-10.0.0.1'], [], 'ranges.0'],
    [['192.168.1.0/33'], [], 'ranges.0'],
    [['fe80::/64'], [], 'ranges.0'],
    [['1.2.3.4; rm -rf /'], [], 'ranges.0'],
    [[], ['1.2.3.4', '256.1.1.1'], 'addresses.1'],
    [[], ['localhost'], 'addresses.0'],
    [[], ['0.0.0.0'], 'addresses.0'],
    [Array.from({ length: 17 }, (_none, i) => `10.1.${i}.0/24`), [], 'ranges.16'],
  ];
  for (const [ranges, addresses, field] of wrong) {
    t.throws(
      () => addressesOf(ranges, addresses),
      { code: 'input.invalid', details: { field } },
      JSON.stringify([ranges, addresses]),
    );
  }
});

t.test('one search at a time, by address, with progress, to be cancelled', async (t) => {
  const onvif = madeUpOnvif([{ address: '10.0.0.7' }]);
  const { slice } = await startSlice(t, onvif);
  t.equal(slice.search.state().state, 'idle');
  slice.search.prepare({ ranges: ['10.0.0.0/22', '10.0.4.0/22'] })();
  t.throws(() => slice.search.prepare({}), { code: 'camera.search_running' });
  while (slice.search.state().found.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const { progress, state } = slice.search.state();
  t.equal(state, 'running');
  t.ok(progress > 0 && progress < 1, String(progress));
  slice.search.cancel();
  await slice.search.settled();
  t.match(slice.search.state(), { state: 'cancelled', found: { length: 1 } });
  slice.search.prepare({ addresses: ['10.0.0.7', '10.0.0.8'] })();
  await slice.search.settled();
  t.match(slice.search.state(), { state: 'done', progress: 1, found: [{ address: '10.0.0.7' }] });
});

t.test('a camera with a new address is followed, and one that only says so is not', async (t) => {
  const key = 'urn:uuid:4711';
  const onvif = madeUpOnvif([{ address: '192.168.1.20', key, serial: 'DS-1234567' }]);
  const { station, slice } = await startSlice(t, onvif);
  const { app } = station;
  await searchAll(slice);
  slice.adoption.prepare({ keys: [key], username: 'admin', password: 'right' })(NO_AUDIT);
  await slice.adoption.settled();
  const [{ id = '' } = {}] = slice.registry.all();
  const changes: { access: boolean }[] = [];
  app.events.on('camera.changed', (change) => changes.push(change));

  onvif.cameras = [{ address: '192.168.1.77', key, serial: 'DS-1234567' }];
  await searchAll(slice);
  t.match(slice.registry.get(id), {
    host: '192.168.1.77',
    onvifUrl: 'http://192.168.1.77/onvif/device_service',
    streams: [{ url: 'rtsp://192.168.1.77:554/ch1/main' }, {}],
  });
  t.same(app.devices.get(id)?.addresses, ['192.168.1.77']);
  t.same(changes, [{ cameraId: id, access: true }]);
  const entry = app.db.prepare("SELECT details FROM audit WHERE action = 'camera.address'").get() as {
    details: string;
  };
  t.same(JSON.parse(entry.details), { before: '192.168.1.20', after: '192.168.1.77' });

  for (const lie of [{ serial: 'another-one' }, { serial: 'DS-1234567', password: 'other' }]) {
    onvif.cameras = [{ address: '192.168.1.99', key, ...lie }];
    await searchAll(slice);
    t.equal(slice.registry.get(id)?.host, '192.168.1.77');
    t.match(app.alerts.open(), [{ rule: 'camera.impostor' }]);
  }

  onvif.cameras = [
    { address: '192.168.1.99', key, serial: 'DS-1234567' },
    { address: '192.168.1.77', key, serial: 'DS-1234567' },
  ];
  onvif.tries.length = 0;
  slice.search.prepare({ addresses: ['192.168.1.99'] })();
  await slice.search.settled();
  t.same(onvif.tries, [], 'where the old address still answers, nobody else gets the account');
});

t.test('of cameras that nobody has added the officer is told, not of a commune’s first ones', async (t) => {
  const own = { address: '192.168.1.20' };
  const onvif = madeUpOnvif([own, { address: '192.168.1.21', maker: 'Hikvision', model: 'DS-2CD' }]);
  const { station, slice } = await startSlice(t, onvif);
  const { alerts } = station.app;
  const open = () => alerts.open().map(({ rule, subject }) => `${rule} ${subject}`);
  await searchAll(slice);
  t.same(open(), []);
  slice.adoption.prepare({ keys: ['urn:uuid:192.168.1.20'], username: 'a', password: 'right' })(NO_AUDIT);
  await slice.adoption.settled();
  await searchAll(slice);
  t.same(open(), ['camera.unknown urn:uuid:192.168.1.21']);
  t.match(alerts.open()[0], {
    title: 'Có camera lạ trong mạng, tại 192.168.1.21',
    advice: /^Hikvision DS-2CD /,
  });
  await searchAll(slice);
  t.equal(alerts.open().length, 1, 'one alert a cause');
  t.ok((alerts.open()[0]?.count ?? 0) > 1);
  slice.search.prepare({ addresses: ['192.168.1.20'] })();
  await slice.search.settled();
  t.equal(open().length, 1, 'a search of one address says nothing of the others');

  onvif.cameras = [
    own,
    ...Array.from({ length: 900 }, (_none, i) => ({ address: `10.0.${i >> 7}.${(i % 128) + 1}` })),
  ];
  await searchAll(slice);
  t.same(open(), ['camera.many_unknown many'], 'who answers for nine hundred is one matter');
  onvif.cameras = [own];
  await searchAll(slice);
  t.same(open(), []);
});

t.test('a recorder at another address is read once, and all its channels follow together', async (t) => {
  const key = 'urn:uuid:4712';
  const onvif = madeUpOnvif([{ address: '192.168.1.30', key, channels: 4 }]);
  const { slice } = await startSlice(t, onvif);
  await searchAll(slice);
  slice.adoption.prepare({ keys: [key], username: 'admin', password: 'right' })(NO_AUDIT);
  await slice.adoption.settled();
  // Its third channel shows nothing at the moment.
  onvif.cameras = [{ address: '192.168.1.88', key, channels: 2, serial: 'S192.168.1.30' }];
  onvif.tries.length = 0;
  await searchAll(slice);
  t.same(onvif.tries, ['192.168.1.88 right'], 'one sign-in for the unit');
  const cameras = [...slice.registry.all()];
  t.same(new Set(cameras.map(({ host }) => host)), new Set(['192.168.1.88']));
  t.same(
    cameras.map(({ streams }) => streams[0]?.url),
    [1, 2, 3, 4].map((n) => `rtsp://192.168.1.88:554/ch${n}/main`),
  );
  await searchAll(slice);
  t.equal(onvif.tries.length, 1);
});

t.test('a recorder with one lens that gets another keeps the first', async (t) => {
  const onvif = madeUpOnvif([{ address: '192.168.1.31' }]);
  const { slice } = await startSlice(t, onvif);
  const input = { name: 'Chợ', host: '192.168.1.31:80', username: 'admin', password: 'right' };
  const [camera] = await slice.byHand(input, NO_AUDIT);
  t.equal(camera?.channel, 'V1');
  onvif.cameras = [{ address: '192.168.1.31', channels: 2 }];
  const [second] = await slice.byHand({ ...input, name: 'Chợ 2' }, NO_AUDIT);
  t.equal(second?.channel, 'V2');
  await slice.readAgain(camera?.id ?? '', NO_AUDIT);
  t.match(slice.registry.get(camera?.id ?? ''), { channel: 'V1', streams: [{ url: /ch1/ }, {}] });
});

t.test('two cameras with one reference from the factory are two', async (t) => {
  const key = 'urn:uuid:0000';
  const onvif = madeUpOnvif([{ address: '192.168.1.40', key, mac: '02:00:00:00:00:40' }]);
  const { slice } = await startSlice(t, onvif);
  const input = { name: 'Một', host: '192.168.1.40', username: 'admin', password: 'right' };
  const [one] = await slice.byHand(input, NO_AUDIT);
  onvif.cameras.push({ address: '192.168.1.41', key, mac: '02:00:00:00:00:41' });
  const [two] = await slice.byHand({ ...input, name: 'Hai', host: '192.168.1.41' }, NO_AUDIT);
  t.not(one?.unitKey, two?.unitKey);
  t.equal(slice.registry.get(one?.id ?? '')?.host, '192.168.1.40');
});

t.test('a search drops the first key of a device that is heard again under another', async (t) => {
  const onvif = madeUpOnvif([]);
  const device = { url: 'http://192.168.1.50/onvif/device_service', address: '192.168.1.50' };
  const rest = { interface: '', name: '', hardware: '', maker: '', elsewhere: false };
  onvif.discover = async ({ onFound } = {}) => {
    for (const key of ['urn:uuid:1', 'urn:uuid:1@192.168.1.50'])
      onFound?.({ ...rest, ...device, urls: [device.url], key });
    return { found: [], interfaces: [], refused: 0 };
  };
  const { slice } = await startSlice(t, onvif);
  await searchAll(slice);
  t.same(
    slice.search.state().found.map(({ key }) => key),
    ['urn:uuid:1@192.168.1.50'],
  );
});
