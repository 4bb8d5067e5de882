import t, { type Test } from 'tap';
import { connect, discover, type OnvifEvent, pullPoint, sweep } from '../../../src/protocols/onvif/index.ts';
import { LabCamera } from '../../lab/cameras/lab-camera.ts';
import {
  type LabCameraOptions,
  type Misbehaviour,
  USUAL_ACCOUNT,
} from '../../lab/cameras/onvif/camera-options.ts';

async function cameraOf(t: Test, options: LabCameraOptions = {}): Promise<LabCamera> {
  const camera = await LabCamera.start(options);
  t.teardown(() => camera.stop());
  return camera;
}

const WRONG = { username: 'admin', password: 'sai' };

t.test('as many kinds of camera as there are makers', async (t) => {
  const kinds: LabCameraOptions[] = [
    {},
    { auth: 'token', prefixes: 'gsoap', refusal: 'fault-500', services: false, media2: false },
    { auth: 'digest', prefixes: 'short', refusal: 'html-401' },
    {
      auth: 'token',
      refusal: 'fault-401',
      namedHost: '0.0.0.0',
      account: { username: 'quản & trị', password: 'p@ss/#%&: ơ' },
    },
    { auth: 'digest', namedHost: '10.99.0.7', account: { username: 'quantri', password: 'p@ss/#%&: ơ' } },
    { clock: { offsetMs: 9_999_000 }, auth: 'token' },
    { clock: { localCalledUtc: true }, auth: 'token' },
    { clock: { guarded: true }, auth: 'digest' },
    { account: null },
  ];
  for (const options of kinds) {
    const lab = await cameraOf(t, {
      ...options,
      channels: [
        { main: { codec: 'hevc', audio: 'aac', width: 1920, height: 1080 }, ptz: true },
        { sub: null },
      ],
    });
    const camera = await connect({ url: lab.url, account: options.account ?? USUAL_ACCOUNT });
    const channels = await camera.video();
    t.same(
      channels.map(({ profiles }) => profiles.length),
      [2, 1],
      JSON.stringify(options),
    );
    const [main] = channels[0]?.profiles ?? [];
    t.match(main, { video: { width: 1920, height: 1080 }, ptz: true });
    if (options.media2 !== false) t.equal(main?.video.codec, 'hevc');
    t.ok(channels.every(({ profiles }) => profiles.every(({ url }) => url.startsWith('rtsp://127.0.0.1'))));
    t.match(await camera.network(), [{ mac: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/ }]);
    const token = main?.token ?? '';
    await camera.move(token, { pan: 1, tilt: 0, zoom: 0 }, 5_000);
    t.ok(lab.head()?.moving);
    await camera.stop(token);
    t.notOk(lab.head()?.moving);
    const preset = await camera.setPreset(token, 'Cổng <chợ>');
    t.match(await camera.presets(token), [{ token: preset, name: 'Cổng <chợ>' }]);
    await camera.goToPreset(token, preset);
    await camera.removePreset(token, preset);
    t.same(await camera.presets(token), []);
    t.equal(
      lab.gate.failures.length,
      options.clock?.localCalledUtc ? 1 : 0,
      'no account was refused on the way',
    );
  }
});

t.test('a wrong account once, on each, and never the lock', async (t) => {
  for (const auth of ['token', 'digest', 'both'] as const) {
    for (const refusal of ['fault-400', 'fault-401', 'fault-500', 'html-401'] as const) {
      const lab = await cameraOf(t, { auth, refusal });
      await t.rejects(connect({ url: lab.url, account: WRONG }), { name: 'OnvifError', kind: 'refused' });
      t.equal(lab.gate.failures.length, 1, `${auth} ${refusal}`);
    }
  }
  const lab = await cameraOf(t, { lockout: { failures: 1, withinMs: 60_000, forMs: 60_000, says: true } });
  await connect({ url: lab.url, account: WRONG }).catch(() => {});
  await t.rejects(connect({ url: lab.url, account: USUAL_ACCOUNT }), { name: 'OnvifError', kind: 'locked' });
});

/** Vietnam. */
const HERE = { name: 'ICT-7', ms: 7 * 3_600_000 };

t.test(
  'the zone is set with the clock, and one that calls its local time UTC keeps the right hour',
  async (t) => {
    const clocks: NonNullable<LabCameraOptions['clock']>[] = [
      { localCalledUtc: true },
      { localCalledUtc: true, offsetMs: 200_000 },
      { localCalledUtc: true, timeZone: 'CST-8:00:00', offsetMs: -40_000 },
      { timeZone: 'GMT0', offsetMs: 5_000_000 },
      { timeZone: 'CST-8:00:00' },
    ];
    for (const clock of clocks) {
      const lab = await cameraOf(t, { auth: 'digest', clock });
      const camera = await connect({ url: lab.url, account: USUAL_ACCOUNT });
      await camera.setClock(Date.now(), HERE);
      const told = JSON.stringify(clock);
      const ahead = lab.state.toldLocal() - Date.now() - HERE.ms;
      t.ok(Math.abs(ahead) < 2_000, `${told}: local time is right, but for ${ahead} ms`);
      t.equal(camera.clock.localCalledUtc, clock.localCalledUtc === true, told);
      t.equal(camera.clock.zoneMs, HERE.ms, told);
    }
    const stubborn = await cameraOf(t, { clock: { timeZone: 'CST-8:00:00', otherZones: false } });
    const camera = await connect({ url: stubborn.url, account: USUAL_ACCOUNT });
    await camera.setClock(Date.now() + 60_000, HERE);
    t.ok(
      Math.abs(camera.clock.offsetMs - 60_000) < 2_000,
      'one that knows no such zone gets the time all the same',
    );
    t.equal(camera.clock.zoneMs, 8 * 3_600_000);
  },
);

t.test('a clock that is set, and one that jumps', async (t) => {
  const lab = await cameraOf(t, { auth: 'token', clock: { offsetMs: -5_000_000 } });
  const camera = await connect({ url: lab.url, account: USUAL_ACCOUNT });
  t.ok(Math.abs(camera.clock.offsetMs + 5_000_000) < 2_000);
  await camera.setClock(Date.now(), HERE);
  t.ok(Math.abs(camera.clock.offsetMs) < 2_000);
  lab.state.offsetMs = 600_000;
  await camera.network();
  t.ok(Math.abs((await camera.measureClock()).offsetMs - 600_000) < 2_000);
  await camera.setNtp('time.xa.vn', HERE);
});

t.test('whatever it answers, within its time', async (t) => {
  const lab = await cameraOf(t);
  const kinds: Record<Misbehaviour, string[]> = {
    'never-answers': ['timeout'],
    slow: ['timeout'],
    drips: ['timeout'],
    huge: ['too_large'],
    bomb: ['malformed', 'not_onvif'],
    entity: ['malformed', 'not_onvif'],
    'not-xml': ['not_onvif'],
    empty: ['not_onvif'],
    half: ['unreachable'],
    html: ['not_onvif'],
    fault: ['fault'],
    redirect: ['not_onvif'],
    hollow: ['fault'],
    reset: ['unreachable'],
  };
  for (const operation of [
    'GetDeviceInformation',
    'GetProfiles',
    'GetStreamUri',
    'GetNetworkInterfaces',
    '*',
  ]) {
    for (const [how, expected] of Object.entries(kinds) as [Misbehaviour, string[]][]) {
      lab.misbehave(how, operation);
      const began = performance.now();
      const kind = await connect({ url: lab.url, account: USUAL_ACCOUNT, requestMs: 300, deadlineMs: 1_500 })
        .then(async (camera) => {
          await camera.video();
          await camera.network();
          return 'fine';
        })
        .catch((error) => (error.name === 'OnvifError' ? error.kind : String(error)));
      lab.misbehave(undefined, operation);
      const allowed = ['fine', ...expected];
      t.ok(allowed.includes(kind), `${operation} ${how}: ${kind}`);
      if (operation === 'GetDeviceInformation' && how !== 'hollow')
        t.ok(expected.includes(kind), `${how}: ${kind}`);
      t.ok(performance.now() - began < 3_000, `${how} within its time`);
    }
  }
  lab.unplug();
  await t.rejects(connect({ url: lab.url, requestMs: 300 }), { name: 'OnvifError', kind: 'unreachable' });
});

t.test('64 cameras, whatever their replies look like', async (t) => {
  const kinds: LabCameraOptions['discovery'][] = [
    {},
    { xaddrs: 'zero' },
    { xaddrs: 'several' },
    { xaddrs: 'white-space' },
    { xaddrs: 'none' },
    { xaddrs: 'link-local-first' },
    { xaddrs: 'loopback' },
    { times: 5 },
    { delayMs: 500 },
  ];
  const labs = await Promise.all(
    Array.from({ length: 64 }, (_, n) =>
      LabCamera.start({
        address: `127.0.9.${n + 1}`,
        serial: `S${n}`,
        discovery: kinds[n % kinds.length] ?? {},
      }),
    ),
  );
  const bad = await Promise.all(
    (['malformed', 'not-xml', 'empty', 'oversized', 'bomb', 'entity', 'other-message'] as const).map(
      (nonsense, n) => LabCamera.start({ address: `127.0.8.${n + 1}`, discovery: { nonsense } }),
    ),
  );
  const wrong = await LabCamera.start({ address: '127.0.8.99', discovery: { wrongRelation: true } });
  t.teardown(() => Promise.all([...labs, ...bad, wrong].map((lab) => lab.stop())));
  const began = performance.now();
  let last = 0;
  const { found } = await discover({ interfaces: ['lo'], onFound: () => (last = performance.now() - began) });
  const addresses = new Set(found.map(({ address }) => address));
  t.same(
    labs.map(({ address }) => address).filter((address) => !addresses.has(address)),
    [],
  );
  t.notOk(addresses.has('127.0.8.99'));
  t.ok(last < 3_000, `all 64 after ${last.toFixed(0)} ms`);
  const own = new Map(labs.map((lab) => [lab.address, lab.url]));
  const reached = found.filter(({ address, url }) => own.get(address) === url);
  t.ok(reached.length >= 56, `${reached.length} by the address they named, the others name none`);
  const swept = await sweep({ addresses: labs.slice(0, 10).map(({ address }) => address), ports: [] });
  t.equal(swept.length, 10);
});

t.test('events, through a restart of the camera', async (t) => {
  const lab = await cameraOf(t, {
    address: '127.0.0.77',
    auth: 'token',
    events: { unsubscribeEndsAll: true },
  });
  const events: OnvifEvent[] = [];
  const states: string[] = [];
  const until = async (what: string, fits: () => boolean) => {
    for (let n = 0; n < 200 && !fits(); n += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    t.ok(fits(), what);
  };
  lab.report({ kind: 'tamper', on: false });
  const ear = pullPoint({
    url: lab.url,
    account: USUAL_ACCOUNT,
    onEvent: (event) => {
      events.push(event);
      if (events.length === 2) throw new Error('the listener’s own fault');
    },
    onState: ({ listening, error }) =>
      states.push(listening ? 'listening' : `${(error as { kind?: string }).kind}`),
  });
  t.teardown(() => ear.close());
  await until('how it stands', () => events.length === 1);
  t.match(events, [{ kind: 'tamper', active: false, initial: true }]);
  lab.report({ kind: 'motion', on: true });
  lab.report({ kind: 'input', on: true });
  await until('what happens', () => events.length === 3);
  t.match(events.slice(1), [
    { kind: 'motion', active: true, initial: false, source: 'Source_1' },
    { kind: 'input', active: true, source: 'Input_1' },
  ]);
  await lab.unplug();
  await until('the loss', () => states.includes('unreachable'));
  await lab.plug();
  await until('its return', () => ear.listening);
  lab.report({ kind: 'motion', on: false });
  await until('and its events', () =>
    events.some(({ kind, active, initial }) => kind === 'motion' && !active && !initial),
  );
  await ear.close();
  t.equal(lab.events.subscriptions, 0, 'it has left');
  t.notOk(ear.listening);
  t.ok(lab.count('CreatePullPointSubscription') <= 4);
});

t.test('faults on pull make no storm', async (t) => {
  const lab = await cameraOf(t, { auth: 'digest' });
  lab.misbehave('fault', 'PullMessages');
  const waits: number[] = [];
  const ear = pullPoint({
    url: lab.url,
    account: USUAL_ACCOUNT,
    onEvent: () => {},
    onState: ({ error, nextTryMs }) => error && waits.push(nextTryMs),
  });
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  await ear.close();
  t.ok(lab.count('PullMessages') <= 4, `${lab.count('PullMessages')} pulls in 4.5 s`);
  t.ok(
    waits.every((wait, n) => wait >= 800 * 2 ** n && wait <= 1_200 * 2 ** n),
    String(waits),
  );
  t.equal(lab.events.subscriptions, 0, 'nor are subscriptions left behind');
});
