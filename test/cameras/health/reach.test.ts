import t from 'tap';
import { createReach } from '../../../src/cameras/health/reach.ts';
import { placesOf } from '../../../src/cameras/places.ts';
import { cameraOf } from './rig.ts';

const signal = AbortSignal.timeout(10_000);

t.test('where addresses lead', async (t) => {
  t.strictSame(placesOf(['rtsp://10.0.0.1/a', 'rtsp://10.0.0.1:554/b', null, undefined, 'nothing']), [
    { host: '10.0.0.1', port: 554 },
  ]);
  t.strictSame(placesOf(['https://[fe80::1]/x', 'http://cam:8080/', 'rtsps://cam/']), [
    { host: 'fe80::1', port: 443 },
    { host: 'cam', port: 8080 },
    { host: 'cam', port: 322 },
  ]);
  t.strictSame(placesOf(['mailto:x@y', 'gopher://x/']), []);
});

t.test('the channels of a recorder are asked once; nobody gets the same answer twice', async (t) => {
  const asked: number[] = [];
  let now = 0;
  const reach = createReach({
    probe: async (_host, port) => {
      asked.push(port);
      return port === 80 ? 'open' : 'refused';
    },
    streamUrl: () => 'rtsp://198.51.100.1/x',
    monotonic: () => now,
  });
  const channels = [0, 1, 2].map((i) => ({ ...cameraOf(0), id: `c${i}` }));
  const answers = await Promise.all(channels.map((camera) => reach.reaches(camera, signal)));
  t.strictSame(answers, [true, true, true], 'there by ONVIF, though not by RTSP');
  t.strictSame(asked, [554, 80]);
  const [first] = channels;
  if (!first) throw new Error('no channel');
  await reach.reaches(first, signal);
  t.equal(asked.length, 4);
  now += 3_000;
  await reach.reaches({ ...first, id: 'c9' }, signal);
  t.equal(asked.length, 6);
});
