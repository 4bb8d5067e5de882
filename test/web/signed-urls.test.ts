import t from 'tap';
import { urlSigner } from '../../src/web/signed-urls.ts';
import { startStation } from '../harness.ts';

const KEY = Buffer.alloc(32, 1);

t.test('a signed path is good until it expires, and good for nothing else', async (t) => {
  const signer = urlSigner(KEY);
  const url = signer.sign('/audio/abc', 2_000);
  t.ok(signer.check(url, 1_999));
  t.notOk(signer.check(url, 2_000), 'expired');
  const broken = [
    url.replace('abc', 'abd'),
    url.replace('expires=2000', 'expires=9000'),
    url.replace('expires=2000', 'expires=2000.0001'),
    url.replace(/signature=./, 'signature=_'),
    `${url}a`,
    url.slice(0, -1),
    url.replace(/&signature=.*/, ''),
    url.replace(/&signature=.*/, '&signature='),
    '/audio/abc',
    '/audio/abc?',
    '/audio/abc?expires=&signature=',
    '',
    url.replace('/audio/abc', '/audio/abc/../abd'),
  ];
  for (const other of broken) t.notOk(signer.check(other, 1_000), other);
  t.notOk(urlSigner(Buffer.alloc(32, 2)).check(url, 1_000), 'another station’s key');
  t.throws(() => signer.sign('/audio/abc?x=1', 2_000), /no query/);
});

t.test('the station signs URLs on its plain listener, by its own clock', async (t) => {
  let now = Date.UTC(2027, 0, 1);
  const station = await startStation(t, { wall: () => now });
  const { plain } = await station.listen();
  const { web } = station.app;
  const url = web.signedUrl('/audio/abc', 60_000);
  t.ok(url.startsWith(`${plain}/audio/abc?expires=${now + 60_000}&signature=`), url);
  const request = { url: url.slice(plain.length) };
  t.ok(web.isSigned(request));
  now += 60_000;
  t.notOk(web.isSigned(request));
});
