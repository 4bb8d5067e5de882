import t from 'tap';
import { hideUserinfo } from '../../src/protocols/userinfo.ts';

t.test('no account in an address is left to be read', async (t) => {
  const hidden: [string, string][] = [
    ['rtsp://admin:p@ss/1@10.0.0.1/a', 'rtsp://***@10.0.0.1/a'],
    [
      'rtsp://10.0.0.1:554/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp: 404',
      'rtsp://10.0.0.1:554/user=admin_password=***_channel=1_stream=0.sdp: 404',
    ],
    ['open "rtsp://10.0.0.1/live?usr=a&pwd=s3cret&x=1"', 'open "rtsp://10.0.0.1/live?usr=a&pwd=***&x=1"'],
    ['rtsp://10.0.0.1/bypass=1', 'rtsp://10.0.0.1/bypass=1'],
    ['the password=x of a sentence', 'the password=x of a sentence'],
  ];
  for (const [text, shown] of hidden) t.equal(hideUserinfo(text), shown);
  const began = performance.now();
  hideUserinfo('://a_'.repeat(3_000));
  t.ok(performance.now() - began < 500, 'a hostile line costs little');
});
