import t from 'tap';
import { mediaUrl, serviceUrl } from '../../../src/protocols/onvif/address.ts';
import { connect } from '../../../src/protocols/onvif/connect.ts';
import { readProfiles } from '../../../src/protocols/onvif/media.ts';
import { fixture } from './fixture.ts';
import { fault, type Script, soapServer, tokenOf } from './soap-server.ts';

t.test('profiles of makers', async (t) => {
  t.match(readProfiles(fixture('hikvision-profiles')), [
    {
      token: 'Profile_1',
      name: 'mainStream',
      source: 'VideoSource_1',
      video: { codec: 'h264', width: 640, height: 480, fps: 2, kbps: 2048 },
      audio: '',
    },
  ]);
  t.match(readProfiles(fixture('hikvision-recorder-profiles')), [
    {
      token: 'ProfileToken002',
      source: 'VideoSourceToken002',
      video: { codec: '', width: 0 },
      audio: 'pcm_alaw',
    },
    { token: 'ProfileToken007', source: 'VideoSourceToken007', audio: '' },
  ]);
  t.match(readProfiles(fixture('dahua-profiles')), [
    { token: 'Profile000', video: { codec: 'hevc', kbps: 1536 } },
  ]);
  t.match(readProfiles(fixture('unnamed-media2-profiles')), [
    {
      token: 'profile_1_h264',
      source: '0',
      video: { codec: 'h264', width: 2688, height: 1520, fps: 30, kbps: 0 },
    },
  ]);
});

const services = (host: string, names: string[]) =>
  `<r>${['device', ...names]
    .map((name) => {
      const namespace = { device: 'ver10/device', media: 'ver10/media', media2: 'ver20/media' }[name];
      return `<Service><Namespace>http://www.onvif.org/${namespace}/wsdl</Namespace><XAddr>http://${host}/onvif/${name}</XAddr></Service>`;
    })
    .join('')}</r>`;
const profile = (token: string, source: string, width: number) =>
  `<Profiles token="${token}"><Name>${token}</Name><VideoSourceConfiguration><SourceToken>${source}</SourceToken></VideoSourceConfiguration><VideoEncoderConfiguration><Encoding>H264</Encoding><Resolution><Width>${width}</Width><Height>${width}</Height></Resolution></VideoEncoderConfiguration><PTZConfiguration token="p"/></Profiles>`;

t.test('a recorder is as many channels as it has, each with its streams', async (t) => {
  const script: Script = {
    answers: {
      GetDeviceInformation: '<r/>',
      GetServices: services('192.168.1.64:80', ['media', 'media2']),
      // Media2 is listed, and not spoken.
      GetProfiles: () => ({ status: 500, text: fault('ActionNotSupported', 'no') }),
      GetStreamUri: (body) => {
        const token = tokenOf(body);
        if (token === 'sub2') return { status: 500, text: fault('NoProfile', 'none') };
        return `<r><MediaUri><Uri>rtsp://admin:x@192.168.1.64:554/${token}?a=1&amp;b=2</Uri></MediaUri></r>`;
      },
    },
  };
  const server = await soapServer(t, script);
  const camera = await connect({ url: server.url });
  await t.rejects(camera.video(), { name: 'OnvifError', kind: 'fault' });
  script.answers.GetProfiles = (body) =>
    body.namespace.includes('ver20')
      ? { status: 500, text: fault('ActionNotSupported', 'no') }
      : `<r>${profile('sub', 'A', 320)}${profile('main', 'A', 1080)}${profile('sub2', 'B', 320)}</r>`;
  const channels = await camera.video();
  t.same(
    channels.map(({ token, profiles }) => [token, profiles.map((one) => one.url)]),
    [
      ['A', ['rtsp://127.0.0.1:554/main?a=1&b=2', 'rtsp://127.0.0.1:554/sub?a=1&b=2']],
      ['B', ['']],
    ],
  );
  t.match(channels[0]?.profiles[0], { ptz: true });
  t.ok(
    server.heard.every(({ path }) => path.startsWith('/onvif/')),
    'all on the host and port that we came by',
  );
});

t.test('addresses', async (t) => {
  const reached = new URL('http://203.0.113.7:8081/onvif/device_service');
  const own = new URL('http://192.168.1.64/onvif/device_service');
  const at = (named: string) => serviceUrl(named, reached, own)?.href;
  t.equal(at('http://192.168.1.64/onvif/Media'), 'http://203.0.113.7:8081/onvif/Media', 'behind NAT');
  t.equal(at('http://192.168.1.64:8000/onvif/Media'), 'http://203.0.113.7:8000/onvif/Media');
  t.equal(at('http://evil.example/onvif'), 'http://203.0.113.7:8081/onvif');
  t.equal(at('ftp://192.168.1.64/'), undefined);
  t.equal(at(''), undefined);
  const rtsp = (text: string) => mediaUrl(text, '10.0.0.1');
  t.equal(rtsp('RTSP://0.0.0.0/Streaming/Channels/101'), 'rtsp://10.0.0.1/Streaming/Channels/101');
  const ofXiongMai = 'rtsp://10.0.0.1:554/user=admin&password=tlJwpbo6&channel=1&stream=0.sdp?';
  t.equal(rtsp(ofXiongMai), ofXiongMai);
  for (const bad of [
    'file:///etc/passwd',
    "rtsp://a/'\nfile x",
    'rtsp://a/x"y',
    'rtsp://a:99999/',
    'rtsp://',
    '-i x',
    'rtsp://a b/',
    `rtsp://a/${'x'.repeat(2000)}`,
  ]) {
    t.equal(rtsp(bad), null, bad.slice(0, 30));
  }
});
