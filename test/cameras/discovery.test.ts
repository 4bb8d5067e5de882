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
