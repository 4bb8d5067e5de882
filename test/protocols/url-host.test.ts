import t from 'tap';
import { hostIn } from '../../src/protocols/url-host.ts';

t.test('the host of an address as a socket takes it', async (t) => {
  t.equal(hostIn('rtsp://192.168.1.64:8554/main'), '192.168.1.64');
  t.equal(hostIn(new URL('http://[fd00::64]:80/onvif')), 'fd00::64');
  t.equal(hostIn('mqtts://cam.xa'), 'cam.xa');
  t.throws(() => hostIn('192.168.1.64'));
});
