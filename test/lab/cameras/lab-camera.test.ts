import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Cam } from 'onvif';
import t, { type Test } from 'tap';
import { LabCamera } from './lab-camera.ts';
import { ask } from './onvif/ask.ts';
import { type LabCameraOptions, type Misbehaviour, USUAL_ACCOUNT } from './onvif/camera-options.ts';

const INFORMATION = '<GetDeviceInformation/>';
const PROBE =
  '<e:Envelope><e:Header><w:MessageID>uuid:7</w:MessageID><w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>';

async function cameraOf(t: Test, options: LabCameraOptions = {}): Promise<LabCamera> {
  const camera = await LabCamera.start(options);
  t.teardown(() => camera.stop());
  return camera;
}

/** What of `from` answers a probe that is sent to `to`, by sender; cameras of other tests hear the group too. */
async function probe(to: string, from: string[], waitMs = 300): Promise<[sender: string, text: string][]> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const answers: [string, string][] = [];
  socket.on('message', (message, { address }) => {
    if (from.includes(address)) answers.push([address, message.toString()]);
  });
  socket.send(PROBE, 3702, to);
  await sleep(waitMs);
  socket.close();
  return answers;
}

t.test('a client that knows nothing of the simulator takes it for a camera', async (t) => {
  const channel = { main: { audio: 'aac', codec: 'hevc' }, ptz: true } as const;
  const camera = await cameraOf(t, { channels: [channel], maker: 'Hãng A & B' });
  const { httpPort: port } = camera.state;
  const cam = new Cam({ hostname: '127.0.0.1', port, ...USUAL_ACCOUNT, autoconnect: false });
  await promisify(cam.connect.bind(cam))();
  const call = <T>(name: string, options?: object): Promise<T> =>
    new Promise((resolve, reject) => {
      const done = (error: Error | null, result: T) => (error ? reject(error) : resolve(result));
      // biome-ignore lint/suspicious/noExplicitAny: its own types lack half of the calls
      const method = (cam as any)[name].bind(cam);
      if (options) method(options, done);
      else method(done);
    });
  t.match(await call('getDeviceInformation'), { manufacturer: 'Hãng A & B', model: 'LC-2000' });
  t.match(await call('getStreamUri', { protocol: 'RTSP', profileToken: 'Profile_102' }), {
    uri: 'rtsp://127.0.0.1:554/Streaming/Channels/102',
  });
  await call('continuousMove', { profileToken: 'Profile_101', x: 0.5, y: 0, zoom: 0, timeout: 400 });
  t.ok(camera.head()?.moving);
  await sleep(450);
  t.notOk(camera.head()?.moving);
  t.ok((camera.head()?.position.pan ?? 0) > 0.03);
  await call('setPreset', { profileToken: 'Profile_101', presetName: 'Cổng' });
  t.match(await call('getPresets', { profileToken: 'Profile_101' }), { Cổng: { $: { token: 'preset-1' } } });
});

t.test('accounts: the clock, the lock, digest', async (t) => {
  const camera = await cameraOf(t, {
    clock: { offsetMs: 3_600_000 },
    lockout: { failures: 2, withinMs: 9_000, forMs: 9_000 },
  });
  t.equal((await ask(camera.url, '<GetSystemDateAndTime/>')).status, 200);
  t.equal((await ask(camera.url, INFORMATION)).status, 401);
  t.equal((await ask(camera.url, INFORMATION, USUAL_ACCOUNT, camera.state.now())).status, 200);
  t.equal((await ask(camera.url, INFORMATION, USUAL_ACCOUNT)).status, 400, 'by a clock an hour off');
  camera.state.offsetMs = 0;
  t.equal((await ask(camera.url, INFORMATION, { ...USUAL_ACCOUNT, password: 'sai' })).status, 400);
  t.equal((await ask(camera.url, INFORMATION, USUAL_ACCOUNT)).status, 400, 'locked');
  camera.gate.unlock();
  t.equal((await ask(camera.url, INFORMATION, USUAL_ACCOUNT)).status, 200);
});

t.test('discovery: every camera to the group, one to its address', async (t) => {
  await cameraOf(t, { address: '127.0.0.41', discovery: { xaddrs: 'zero' } });
  await cameraOf(t, { address: '127.0.0.42', discovery: { twoMatches: true, times: 3 } });
  await cameraOf(t, { address: '127.0.0.43', discovery: { on: false } });
  const all = await probe('239.255.255.250', ['127.0.0.41', '127.0.0.42', '127.0.0.43']);
  t.same(all.map(([sender]) => sender).sort(), ['127.0.0.41', ...Array(3).fill('127.0.0.42')]);
  t.match(
    all.find(([sender]) => sender === '127.0.0.41')?.[1],
    /RelatesTo>uuid:7<[\s\S]*http:\/\/0\.0\.0\.0:/,
  );
  t.equal((await probe('127.0.0.41', ['127.0.0.41'])).length, 1);
});

t.test('events', async (t) => {
  const camera = await cameraOf(t);
  camera.report({ kind: 'tamper', on: false });
  const at = (path: string) => `http://127.0.0.1:${camera.state.httpPort}${path}`;
  const create = await ask(at('/onvif/event_service'), '<CreatePullPointSubscription/>', USUAL_ACCOUNT);
  const url = /Address>([^<]*)</.exec(create.text)?.[1] ?? '';
  const pull = () =>
    ask(
      url,
      '<PullMessages><Timeout>PT2S</Timeout><MessageLimit>9</MessageLimit></PullMessages>',
      USUAL_ACCOUNT,
    );
  t.match((await pull()).text, /Initialized[\s\S]*IsTamper" Value="false"/);
  const pulled = pull();
  await sleep(100);
  camera.report({ kind: 'motion', on: true });
  t.match((await pulled).text, /Changed[\s\S]*IsMotion" Value="true"/);
  camera.events.forget();
  t.match((await pull()).text, /ResourceUnknownFault/);
  t.equal(camera.count('PullMessages'), 3);
});

t.test('misbehaviour', async (t) => {
  const camera = await cameraOf(t, { prefixes: 'gsoap', open: ['ftp'], ports: { ftp: 0 } });
  t.match(
    (await ask(camera.url, INFORMATION, USUAL_ACCOUNT)).text,
    /<SOAP-ENV:Body><ns1:GetDeviceInformationResponse>/,
  );
  const expected: [Misbehaviour, RegExp][] = [
    ['bomb', /&l9;/],
    ['entity', /SYSTEM/],
    ['html', /doctype/],
    ['fault', /Receiver/],
  ];
  for (const [how, text] of expected) {
    camera.misbehave(how, 'GetDeviceInformation');
    t.match((await ask(camera.url, INFORMATION, USUAL_ACCOUNT)).text, text);
  }
  for (const how of ['half', 'reset', 'never-answers'] as const) {
    camera.misbehave(how, 'GetDeviceInformation');
    await t.rejects(ask(camera.url, INFORMATION, USUAL_ACCOUNT));
  }
  t.equal((await ask(camera.url, '<GetSystemDateAndTime/>')).status, 200, 'other operations are as ever');
});

t.test('unplugged and back', async (t) => {
  const camera = await cameraOf(t, { address: '127.0.0.44' });
  const url = camera.url;
  await camera.unplug();
  await t.rejects(ask(url, '<GetSystemDateAndTime/>'));
  t.equal((await probe('239.255.255.250', ['127.0.0.44'], 100)).length, 0);
  await camera.plug();
  t.equal((await ask(url, '<GetSystemDateAndTime/>')).status, 200);
  const socket = connect(camera.state.httpPort, '127.0.0.44');
  await once(socket, 'connect');
  socket.destroy();
});
