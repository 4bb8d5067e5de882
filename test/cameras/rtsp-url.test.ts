import t from 'tap';
import { readOnvifUrl } from '../../src/cameras/registry/onvif-url.ts';
import { readRtspUrl } from '../../src/cameras/registry/rtsp-url.ts';
import { hideSecrets, revealSecret } from '../../src/cameras/registry/stream-secrets.ts';

const at = '192.168.1.64';

t.test('an address as people paste it', async (t) => {
  const pasted: [string, string, string | null, string | null][] = [
    [`rtsp://${at}/live`, `rtsp://${at}/live`, null, null],
    [` RTSP://${at}:8554 `, `rtsp://${at}:8554`, null, null],
    [`rtsp://admin@${at}/1`, `rtsp://${at}/1`, 'admin', ''],
    [`rtsp://admin:p@ss/w:rd#1@${at}:554/a`, `rtsp://${at}:554/a`, 'admin', 'p@ss/w:rd#1'],
    [`rtsp://admin:p%40ss%2F%25@${at}/a`, `rtsp://${at}/a`, 'admin', 'p@ss/%'],
    [`rtsp://admin:100%@${at}/a`, `rtsp://${at}/a`, 'admin', '100%'],
    [`rtsp://admin:mật khẩu?&ơ@${at}/a`, `rtsp://${at}/a`, 'admin', 'mật khẩu?&ơ'],
    [`rtsp://admin:x@${at}/a@b?c=1@2`, `rtsp://${at}/a@b?c=1@2`, 'admin', 'x'],
    ['rtsps://cam-1.local:322/h264', 'rtsps://cam-1.local:322/h264', null, null],
    ['rtsp://u:p@[fe80::1]:554/x', 'rtsp://[fe80::1]:554/x', 'u', 'p'],
    [
      `rtsp://${at}/cam/realmonitor?channel=1&subtype=0`,
      `rtsp://${at}/cam/realmonitor?channel=1&subtype=0`,
      null,
      null,
    ],
    [`rtsp://${at}/a'b"c\\d\n`, `rtsp://${at}/a%27b%22c%5Cd`, null, null],
  ];
  for (const [text, url, username, password] of pasted) {
    const read = readRtspUrl(text);
    t.equal(read.url, url, text);
    t.same(read.account, username === null ? null : { username, password }, text);
  }
});

t.test('what is none', async (t) => {
  const wrong = [
    '',
    'rtsp://',
    'http://1.2.3.4/',
    'rtsp:///x',
    'rtsp://a b/',
    'rtsp://1.2.3.4:0/',
    'rtsp://-x/',
  ];
  for (const text of [
    ...wrong,
    `rtsp://1.2.3.4/${'a'.repeat(1000)}`,
    'rtsp://[::zz]/',
    "rtsp://a'b/",
    'rtsp://$(id)/',
  ])
    t.throws(
      () => readRtspUrl(text, 'subUrl'),
      { code: 'input.invalid', details: { field: 'subUrl' } },
      text,
    );
});

t.test('passwords in the middle of an address are taken out, and put back where it is opened', async (t) => {
  const rest = { token: '', video: '', width: 0, height: 0, fps: 0, kbps: 0, audio: '' };
  const urls = [
    'rtsp://1.2.3.4:554/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp?real_stream',
    'rtsp://1.2.3.4/user=admin&password=4624&channel=01&stream=1',
    'rtsp://1.2.3.4/live?usr=admin&pwd=s3cret',
    'rtsp://1.2.3.4/user=admin_password=ab_s3cret_channel=1?password=4624',
    'rtsp://1.2.3.4/videoMain?loginuse=admin&loginpas=a/s3cret#1',
    'rtsp://1.2.3.4/11?authbasic=czNjcmV0/s3cret==',
    'rtsp://1.2.3.4/11?user=admin&psw=s3cret',
    'rtsp://1.2.3.4/admin:s3cret/ch0',
  ];
  for (const url of urls) {
    const stream = { role: 'main' as const, url, ...rest };
    const { streams, inUrls } = hideSecrets([stream]);
    t.notMatch(JSON.stringify(streams), /tlJwpbo6|4624|s3cret/);
    const [hidden] = streams;
    t.same(hidden && revealSecret(hidden, inUrls), stream);
  }
  const plain = { role: 'sub' as const, url: 'rtsp://1.2.3.4/bypass=1', ...rest };
  t.same(hideSecrets([plain]), { streams: [plain], inUrls: {} });
});

t.test('the device service at what an officer types', async (t) => {
  t.same(readOnvifUrl(at), { url: `http://${at}/onvif/device_service`, host: at, hasPort: false });
  t.same(readOnvifUrl(`${at}:8080`), {
    url: `http://${at}:8080/onvif/device_service`,
    host: at,
    hasPort: true,
  });
  t.match(readOnvifUrl('https://cam.xa/onvif/d'), { url: 'https://cam.xa/onvif/d', host: 'cam.xa' });
  t.match(readOnvifUrl('fe80::1'), { url: 'http://[fe80::1]/onvif/device_service', host: 'fe80::1' });
  for (const text of ['', 'a b', 'file:///etc/passwd', 'http://u:p@1.2.3.4', '1.2.3.4:99999', 'http://'])
    t.throws(() => readOnvifUrl(text), { code: 'input.invalid', details: { field: 'host' } }, text);
});
