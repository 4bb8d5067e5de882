import fc from 'fast-check';
import t from 'tap';
import { putSecrets, takeSecrets } from '../../src/protocols/url-secrets.ts';
import { hideUserinfo } from '../../src/protocols/userinfo.ts';

t.test('no account in an address is left to be read', async (t) => {
  const hidden: [string, string][] = [
    ['rtsp://admin:p@ss/1@10.0.0.1/a', 'rtsp://***@10.0.0.1/a'],
    [
      'rtsp://10.0.0.1:554/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp: 404',
      'rtsp://10.0.0.1:554/user=admin_password=***_channel=1_stream=0.sdp: 404',
    ],
    ['open "rtsp://10.0.0.1/live?usr=a&pwd=s3cret&x=1"', 'open "rtsp://10.0.0.1/live?usr=a&pwd=***&x=1"'],
    ['rtsp://h/user=admin_password=ab_cd9_channel=1', 'rtsp://h/user=admin_password=***_channel=1'],
    ['rtsp://h/a?password=one&b=1&passwd=two', 'rtsp://h/a?password=***&b=1&passwd=***'],
    ['http://h/v?loginuse=a&loginpas=s/3?x&c=1', 'http://h/v?loginuse=a&loginpas=***&c=1'],
    ['rtsp://h/0?authbasic=YWRtaW4/x+= lost', 'rtsp://h/0?authbasic=*** lost'],
    ['{"a":"rtsp://h/0?psw=a\\"b\\\\c","x":1}', '{"a":"rtsp://h/0?psw=***","x":1}'],
    ['rtsp://h:554/admin:secret/ch0 and rtsp://h/live:1', 'rtsp://h:554/admin:***/ch0 and rtsp://h/live:1'],
    [
      '{"stack":"at file:///app/src/main.ts:84:10\\n at http://h:80/a"}',
      '{"stack":"at file:///app/src/main.ts:84:10\\n at http://h:80/a"}',
    ],
    ['http://h/onvif/device_service: 404', 'http://h/onvif/device_service: 404'],
    ['rtsp://10.0.0.1/bypass=1', 'rtsp://10.0.0.1/bypass=1'],
    ['the password=x of a sentence', 'the password=x of a sentence'],
  ];
  for (const [text, shown] of hidden) t.equal(hideUserinfo(text), shown);
  for (const [, shown] of hidden) t.equal(hideUserinfo(shown), shown, 'once more changes nothing');
  const began = performance.now();
  hideUserinfo('://a_'.repeat(3_000));
  hideUserinfo(`rtsp://h/${'_pass=/a:'.repeat(3_000)}`);
  t.ok(performance.now() - began < 500, 'a hostile line costs little');
});

t.test('what was taken out of an address is put back letter by letter', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '?',
      '&',
      '_',
      ';',
      ':',
      '=',
      'password=',
      'pwd=',
      'channel=',
      'admin',
      '***',
      '1',
      '#',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const url = `rtsp://10.0.0.1:554/${pieces.join('')}`;
      const { shown, secrets } = takeSecrets(url);
      return putSecrets(shown, secrets) === url && takeSecrets(shown).shown === shown;
    }),
    { numRuns: 2_000 },
  );
});

t.test('what begins like an address again and again takes the time that its length takes', (t) => {
  for (const unit of ['://', '://\\"', '://a/pass=']) {
    const begun = performance.now();
    hideUserinfo(unit.repeat(20_000));
    t.ok(performance.now() - begun < 300, unit);
  }
  t.end();
});
