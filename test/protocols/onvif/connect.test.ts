import t from 'tap';
import { zoneOf } from '../../../src/protocols/onvif/clock.ts';
import { connect } from '../../../src/protocols/onvif/connect.ts';
import { child, textOf } from '../../../src/protocols/onvif/pick.ts';
import { clockAnswer, fault, type Script, soapServer } from './soap-server.ts';

const INFORMATION =
  '<tds:GetDeviceInformationResponse xmlns:tds="x"><tds:Manufacturer>Made Up</tds:Manufacturer><tds:Model>M 1</tds:Model><tds:FirmwareVersion>V1.0.0</tds:FirmwareVersion><tds:SerialNumber>12345678901234567890</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>';
const SERVICES = (host: string) =>
  `<r>${[
    ['http://www.onvif.org/ver10/device/wsdl', 'device_service'],
    ['http://www.onvif.org/ver10/media/wsdl', 'Media'],
    ['http://www.onvif.org/ver20/ptz/wsdl', 'PTZ'],
  ]
    .map(
      ([namespace, path]) =>
        `<Service><Namespace>${namespace}</Namespace><XAddr>http://${host}/onvif/${path}</XAddr></Service>`,
    )
    .join('')}</r>`;
const ANSWERS: Script['answers'] = {
  GetDeviceInformation: INFORMATION,
  GetServices: SERVICES('0.0.0.0'),
};
const ACCOUNT = { username: 'quản "trị" <&>', password: 'p@ss/#%&: ơ' };

for (const way of ['token', 'digest'] as const) {
  t.test(`an account of any letters by ${way}`, async (t) => {
    const server = await soapServer(t, { account: ACCOUNT, ways: [way], answers: ANSWERS });
    const camera = await connect({ url: server.url, account: ACCOUNT });
    t.equal(camera.auth, way);
    t.match(camera.information, { maker: 'Made Up', serial: '12345678901234567890' });
    t.same(camera.services, { media: true, media2: false, ptz: true, events: false });
    t.match(camera.clock, { ntp: true, timeZone: 'CST-7', localCalledUtc: false });
    t.ok(Math.abs(camera.clock.offsetMs) < 1_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    t.equal(server.connections.size, 0, 'nothing is left open');
  });
}

for (const challenge of [
  'Digest realm="old", nonce="abc"',
  'Digest realm="new", nonce="abc", algorithm=SHA-256, qop="auth,auth-int", opaque="o\\"q"',
  'Digest realm="first", nonce="a", algorithm=SHA-512-256, Digest realm="second", nonce="b", algorithm=MD5, qop="auth", Basic realm="third"',
]) {
  t.test(`challenge ${challenge.slice(0, 40)}`, async (t) => {
    const server = await soapServer(t, { account: ACCOUNT, ways: ['digest'], challenge, answers: ANSWERS });
    t.equal((await connect({ url: server.url, account: ACCOUNT })).auth, 'digest');
  });
}

for (const way of ['token', 'digest'] as const) {
  t.test(`a wrong password goes out once by ${way}`, async (t) => {
    const server = await soapServer(t, { account: ACCOUNT, ways: [way], answers: ANSWERS });
    await t.rejects(connect({ url: server.url, account: { ...ACCOUNT, password: 'x' } }), {
      name: 'OnvifError',
      kind: 'refused',
    });
    t.equal(server.accountsSent(), 1);
  });
}

t.test('without an account nothing is sent', async (t) => {
  const server = await soapServer(t, { account: ACCOUNT, answers: ANSWERS });
  await t.rejects(connect({ url: server.url }), { name: 'OnvifError', kind: 'refused' });
  t.equal(server.accountsSent(), 0);
});

t.test('a camera that tells anybody what it is has the account proven on its profiles', async (t) => {
  const open = ['GetSystemDateAndTime', 'GetDeviceInformation', 'GetServices'];
  const script = { account: ACCOUNT, open, answers: { ...ANSWERS, GetProfiles: '<GetProfilesResponse/>' } };
  const server = await soapServer(t, script);
  await t.rejects(connect({ url: server.url, account: { ...ACCOUNT, password: 'x' } }), {
    name: 'OnvifError',
    kind: 'refused',
  });
  t.equal(server.accountsSent(), 1);
  t.equal((await connect({ url: server.url, account: ACCOUNT })).auth, 'token');
});

t.test('open to anybody', async (t) => {
  const server = await soapServer(t, { answers: ANSWERS });
  t.equal((await connect({ url: server.url, account: ACCOUNT })).auth, 'none');
});

t.test('a clock that is hours off, and jumps', async (t) => {
  let ahead = -11 * 3_600_000 - 123_456;
  const now = () => Date.now() + ahead;
  const server = await soapServer(t, {
    account: ACCOUNT,
    now,
    answers: {
      ...ANSWERS,
      GetNetworkInterfaces: '<r/>',
    },
  });
  const camera = await connect({ url: server.url, account: ACCOUNT });
  t.ok(Math.abs(camera.clock.offsetMs - ahead) < 1_000);
  ahead = 1_800_000;
  t.same(await camera.network(), [], 'the clock is read again, and the token made anew');
  const sent = server.accountsSent();
  await camera.network();
  t.equal(server.accountsSent(), sent + 1, 'the new offset is kept');
  t.ok(Math.abs((await camera.measureClock()).offsetMs - ahead) < 1_000);
});

t.test('local time that is called UTC', async (t) => {
  const server = await soapServer(t, { now: () => Date.now() + 7 * 3_600_000 + 20_000, answers: ANSWERS });
  const { clock } = await connect({ url: server.url });
  t.ok(clock.localCalledUtc);
  const off = await soapServer(t, { now: () => Date.now() + 400_000, answers: ANSWERS });
  t.notOk((await connect({ url: off.url })).clock.localCalledUtc);
});

t.test('time zones as cameras write them', async (t) => {
  const hour = 3_600_000;
  const zones: [string, number | null][] = [
    ['CST-7:00:00', 7 * hour],
    ['ICT-7', 7 * hour],
    ['<+07>-7', 7 * hour],
    ['CST-8', 8 * hour],
    ['IST-5:30', 5.5 * hour],
    ['EST5EDT,M3.2.0,M11.1.0', -5 * hour],
    ['GMT0', 0],
    ['GMT+00:00', 0],
    ['GMT-7', 7 * hour],
    ['UTC+7', null],
    ['GMT+07:00', null],
    ['Asia/Ho_Chi_Minh', null],
    ['', null],
    ['CST-70', null],
  ];
  for (const [zone, ms] of zones) t.equal(zoneOf(zone), ms, zone);
});

t.test('a clock that is shown to nobody, or by nonsense', async (t) => {
  const hidden = await soapServer(t, { account: ACCOUNT, open: [], ways: ['digest'], answers: ANSWERS });
  t.equal((await connect({ url: hidden.url, account: ACCOUNT })).clock.timeZone, 'CST-7');
  const none = await soapServer(t, {
    answers: { ...ANSWERS, GetSystemDateAndTime: clockAnswer(0).replaceAll(/\d+/g, '99') },
  });
  t.match((await connect({ url: none.url })).clock, { cameraAt: null, offsetMs: 0 });
});

t.test('lockout and faults are told apart', async (t) => {
  const answerOf = (text: string, status = 400) => ({
    ...ANSWERS,
    GetDeviceInformation: () => ({ status, text }),
  });
  const kinds: [string, number, string][] = [
    [fault('NotAuthorized', 'The account is locked'), 400, 'locked'],
    ['<userCheck><lockStatus>lock</lockStatus><unlockTime>1800</unlockTime></userCheck>', 401, 'locked'],
    ['too many', 429, 'locked'],
    ['<!DOCTYPE html><html>Access Error: 401</html>', 401, 'refused'],
    [fault('OperationProhibited', 'not now'), 500, 'fault'],
    ['', 503, 'fault'],
    ['<html>no</html>', 404, 'not_onvif'],
    ['<html>hello</html>', 200, 'not_onvif'],
    ['<s:Envelope xmlns:s="x"><s:Body><a>', 200, 'malformed'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><s:Envelope><s:Body><a>&a;</a></s:Body></s:Envelope>', 200, 'malformed'],
  ];
  for (const [text, status, kind] of kinds) {
    const server = await soapServer(t, { answers: answerOf(text, status) });
    await t.rejects(
      connect({ url: server.url }),
      { name: 'OnvifError', kind },
      `${status} ${text.slice(0, 40)}`,
    );
  }
});

const HERE = { name: 'ICT-7', ms: 7 * 3_600_000 };

t.test('PTZ, presets, clock and NTP as the camera reads them', async (t) => {
  const done = '<done/>';
  const server = await soapServer(t, {
    account: ACCOUNT,
    answers: {
      ...ANSWERS,
      ContinuousMove: done,
      Stop: done,
      GotoPreset: done,
      RemovePreset: done,
      SetSystemDateAndTime: '',
      SetNTP: done,
      SetPreset: '<SetPresetResponse><PresetToken>7</PresetToken></SetPresetResponse>',
      GetPresets:
        '<r><Preset token="1"><Name>Cổng ủy ban</Name></Preset><Preset><Name>no token</Name></Preset></r>',
      GetNetworkInterfaces:
        '<r><NetworkInterfaces token="eth0"><Info><Name>eth0</Name><HwAddress>AC-CC-8E-01-02-03</HwAddress></Info><IPv4><Config><Manual><Address>192.168.1.64</Address></Manual></Config></IPv4></NetworkInterfaces></r>',
    },
  });
  const camera = await connect({ url: server.url, account: ACCOUNT });
  const last = () => server.heard.at(-1)?.body;
  await camera.move('P<1>', { pan: 0.5, tilt: -2, zoom: 0 }, 1_500);
  t.equal(textOf(child(last(), 'ProfileToken')), 'P<1>');
  t.equal(textOf(child(last(), 'Timeout')), 'PT1.5S');
  t.same(
    child(last(), 'Velocity')?.children.map(({ name, attributes }) => [
      name,
      attributes.get('x'),
      attributes.get('y'),
    ]),
    [['PanTilt', '0.5', '-1']],
  );
  t.equal(server.heard.at(-1)?.path, '/onvif/PTZ');
  await camera.stop('P1');
  t.same(
    last()?.children.map(({ name, text }) => `${name}=${text}`),
    ['ProfileToken=P1', 'PanTilt=true', 'Zoom=true'],
  );
  t.same(await camera.presets('P1'), [{ token: '1', name: 'Cổng ủy ban' }]);
  t.equal(await camera.setPreset('P1', 'Chợ & đình'), '7');
  t.equal(textOf(child(last(), 'PresetName')), 'Chợ & đình');
  await camera.goToPreset('P1', '7');
  await camera.removePreset('P1', '7');
  t.equal(textOf(child(last(), 'PresetToken')), '7');
  await camera.setClock(Date.UTC(2026, 1, 3, 4, 5, 6), HERE);
  const set = server.heard.findLast(({ operation }) => operation === 'SetSystemDateAndTime')?.body;
  t.equal(textOf(child(set, 'DateTimeType')), 'Manual');
  t.equal(textOf(child(set, 'UTCDateTime', 'Date', 'Day')), '3');
  await camera.setNtp('192.168.1.1', HERE);
  await camera.setNtp('time.xa.vn', HERE);
  const ntp = server.heard
    .filter(({ operation }) => operation === 'SetNTP')
    .map(({ body }) => child(body, 'NTPManual'));
  t.same(
    ntp.map((one) => one?.children.map(({ name, text }) => `${name}=${text}`)),
    [
      ['Type=IPv4', 'IPv4Address=192.168.1.1'],
      ['Type=DNS', 'DNSname=time.xa.vn'],
    ],
  );
  t.same(await camera.network(), [{ name: 'eth0', mac: 'ac:cc:8e:01:02:03', addresses: ['192.168.1.64'] }]);
});
