import { mkdirSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { readCameraProfiles } from '../../src/cameras/registry/profile.ts';
import { recogniser } from '../../src/cameras/registry/recognise.ts';
import { readRtspUrl } from '../../src/cameras/registry/rtsp-url.ts';
import { fromProfile, streamsOf } from '../../src/cameras/registry/streams-of.ts';
import type { StreamProfile } from '../../src/protocols/onvif/index.ts';

const profiles = readCameraProfiles();

t.test('the makers that this version promises are there, and none says that it was tried', async (t) => {
  const promised = 'axis dahua ezviz generic hikvision imou kbvision tiandy tp-link uniview vivotek';
  t.equal([...profiles.keys()].join(' '), promised);
  t.same(
    [...profiles.values()].filter(({ tried }) => tried),
    [],
    'nobody has stood before a real one yet',
  );
});

for (const profile of profiles.values()) {
  t.test(profile.id, async (t) => {
    const { recognise, factoryAccount, sources, rtsp } = profile;
    for (const source of sources) t.match(source, /^https:\/\//);
    for (const pattern of [...recognise.makers, ...recognise.models]) {
      t.doesNotThrow(() => new RegExp(pattern, 'iu'), pattern);
      t.notMatch('', new RegExp(pattern, 'iu'), 'nothing is nobody');
    }
    for (const other of profiles.values()) {
      if (other === profile) continue;
      t.notOk(
        recognise.macs.some((mac) => other.recognise.macs.includes(mac)),
        `no MAC prefix is also one of ${other.id}`,
      );
    }
    if (factoryAccount) t.match(factoryAccount.source, /https:\/\//, 'its maker has published it');
    for (const number of [1, 16]) {
      const streams = fromProfile(number, '192.168.1.9', profile);
      if (rtsp && number === 1) t.equal(streams.length, rtsp.sub ? 2 : 1);
      for (const { url } of streams) {
        t.notMatch(url, /[{}]/, 'no placeholder is left over');
        t.equal(readRtspUrl(url).url, url);
      }
    }
  });
}

t.test('who is who', async (t) => {
  const nobody = { maker: '', model: '', macs: [] };
  const known: [object, string][] = [
    [{ maker: 'HIKVISION', model: 'DS-2CD2043G2-I' }, 'hikvision'],
    [{ model: 'iDS-7204HUHI' }, 'hikvision'],
    [{ macs: ['c0:56:e3:01:02:03'] }, 'hikvision'],
    [{ maker: 'Dahua', model: 'DH-IPC-HFW2831S' }, 'dahua'],
    [{ maker: 'KBVISION', model: 'KX-A2011S4' }, 'kbvision'],
    [{ maker: 'AXIS', model: 'M3045-V' }, 'axis'],
    [{ maker: 'TP-LINK', model: 'Tapo C200' }, 'tp-link'],
    [{ maker: 'EZVIZ', macs: ['44:19:b6:00:00:00'] }, 'ezviz'],
    [{ maker: 'Taxis', model: 'x' }, 'generic'],
    [{}, 'generic'],
  ];
  for (const [likeness, id] of known) {
    t.equal(recogniser(profiles)({ ...nobody, ...likeness }), id, JSON.stringify(likeness));
  }
});

t.test('the two streams that the box uses', async (t) => {
  const stream = (token: string, codec: string, width: number, more: object = {}): StreamProfile => ({
    token,
    name: '',
    url: `rtsp://192.168.1.9/${token}`,
    video: { codec, width, height: Math.round((width * 9) / 16), fps: 25, kbps: 1000 },
    audio: '',
    ptz: false,
    ...more,
  });
  const chosen = (...all: StreamProfile[]) =>
    streamsOf({ profiles: all }, 1, '192.168.1.9', profiles.get('tiandy')).map(
      ({ role, token }) => `${role} ${token}`,
    );
  const big = stream('big', 'hevc', 3840);
  t.same(chosen(stream('small', 'h264', 640), big, stream('hevc', 'hevc', 1280)), ['main big', 'sub small']);
  t.same(chosen(big, stream('third', 'h264', 320), stream('second', 'h264', 704)), [
    'main big',
    'sub second',
  ]);
  t.same(chosen(big, stream('wide', 'h264', 1920), stream('hevc', 'hevc', 640)), ['main big', 'sub wide']);
  t.same(chosen(stream('jpeg', 'mjpeg', 4000), stream('only', 'h264', 1280)), ['main only']);
  t.same(chosen(stream('odd', 'h264', Number.NaN)), ['main odd']);
  t.same(chosen(stream('none', 'h264', 640, { url: '' })), ['main ', 'sub '], 'by the paths of its maker');
  t.same(chosen(stream('web', 'h264', 640, { url: 'http://192.168.1.9/x' })), ['main ', 'sub ']);
  t.same(
    fromProfile(2, 'fe80::1', profiles.get('dahua'))[0]?.url,
    'rtsp://[fe80::1]/cam/realmonitor?channel=2&subtype=0',
  );
  t.same(fromProfile(2, '192.168.1.9', profiles.get('tp-link')), []);
});

t.test('a file that is no profile stops the start and is named', async (t) => {
  const dir = t.testdir({});
  const write = (name: string, more: object) => {
    mkdirSync(`${dir}/${name}`);
    writeFileSync(
      `${dir}/${name}/${name}.json`,
      JSON.stringify({ ...profiles.get('generic'), id: name, ...more }),
    );
    return `${dir}/${name}`;
  };
  t.throws(() => readCameraProfiles(write('odd', { colour: 'red' })), /odd\.json/);
  t.throws(() => readCameraProfiles(write('path', { rtsp: { port: 554, main: 'a b', sub: null } })), /main/);
  t.throws(() => readCameraProfiles(write('other', { id: 'another' })), /its id is another/);
});
